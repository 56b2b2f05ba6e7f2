import {Component, CUSTOM_ELEMENTS_SCHEMA, signal} from '@angular/core'
import 'contact-signup'

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <contact-signup terms-url="/terms" [messages]="{submit: 'Join us'}"
      (contact-signup-invalid)="notice.set('Please correct: ' + keys($event.issues))"
      (contact-signup-success)="notice.set('Welcome! Status: ' + $event.status)" />
    <output>{{ notice() }}</output>
  `,
})
export class Signup {
  readonly notice = signal('')
  readonly keys = Object.keys
}
