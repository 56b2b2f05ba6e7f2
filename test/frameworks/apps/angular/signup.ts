import {Component, CUSTOM_ELEMENTS_SCHEMA, signal} from '@angular/core'
import 'contact-signup'

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <contact-signup terms-url="/terms" [messages]="{submit: 'Join us'}"
      (contact-signup-invalid)="said.set('Please mend: ' + keys($event.issues))"
      (contact-signup-success)="said.set('Welcome! You are ' + $event.status + '.')" />
    <output>{{ said() }}</output>
  `,
})
export class Signup {
  readonly said = signal('')
  readonly keys = Object.keys
}
