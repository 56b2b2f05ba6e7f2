import {mount} from 'svelte'
import Page from './page.svelte'
import Signup from './signup.svelte'

mount(location.hash === '#page' ? Page : Signup, {target: document.querySelector('#root')!})
