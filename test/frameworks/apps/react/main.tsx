import {StrictMode} from 'react'
import {createRoot} from 'react-dom/client'
import {Page} from './page.tsx'
import {Signup} from './signup.tsx'

createRoot(document.querySelector('#root')!).render(<StrictMode>{location.hash === '#page' ? <Page /> : <Signup />}</StrictMode>)
