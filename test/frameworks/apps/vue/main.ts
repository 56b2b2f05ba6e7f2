import {createApp} from 'vue'
import Page from './page.vue'
import Signup from './signup.vue'

createApp(location.hash === '#page' ? Page : Signup).mount('#root')
