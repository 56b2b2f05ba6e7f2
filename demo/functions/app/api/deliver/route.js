import {deliver} from '../../../lib/signup.js'

export const maxDuration = 30

export const GET = deliver
