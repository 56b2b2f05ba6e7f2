import {provideZonelessChangeDetection} from '@angular/core'
import {bootstrapApplication} from '@angular/platform-browser'
import {Page} from './page'
import {Signup} from './signup'

void bootstrapApplication(location.hash === '#page' ? Page : Signup, {providers: [provideZonelessChangeDetection()]})
