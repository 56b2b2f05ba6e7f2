import {Component, CUSTOM_ELEMENTS_SCHEMA} from '@angular/core'
import {ContactSignupProperties} from './properties'

/** None of the template's lines may compile. `[fields]="3"` is missing: Angular does not check properties of a custom element. */
@Component({
  selector: 'app-wrong',
  imports: [ContactSignupProperties],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <contact-signup [properties]="{fields: 3}" />
    <contact-signup [properties]="{prefill: 'yes'}" />
    <contact-signup [properties]="{messages: {submit: 1}}" />
    <contact-signup [properties]="{messages: {sumbit: 'Join'}}" />
    <contact-signup [properties]="{field: 'email'}" />
    <contact-signup (contact-signup-invalid)="take($event.detail)" />
    <contact-signup (contact-signup-invalid)="take($event.issues['email'] === 'wrong')" />
    <contact-signup (contact-signup-success)="takeNumber($event.status)" />
    <contact-signup (contact-signup-done)="take($event.status)" />
    <contact-signup #form>{{ form.send() }}</contact-signup>
  `,
})
export class Wrong {
  take(_value: unknown) {}
  takeNumber(_value: number) {}
}
