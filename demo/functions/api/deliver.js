import {deliver} from '../lib/signup.js'

export const GET = deliver
