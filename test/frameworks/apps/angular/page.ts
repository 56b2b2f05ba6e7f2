import {Component, CUSTOM_ELEMENTS_SCHEMA, signal, viewChild, type ElementRef} from '@angular/core'
import type {ContactSignup, ContactSignupSubmitEvent} from 'contact-signup'
import {direct, hear, start} from '../stage'
import {ContactSignupProperties} from './properties'

@Component({
  selector: 'app-root',
  imports: [ContactSignupProperties],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    @if (state(); as page) {
      @if (page.shown) {
        <contact-signup
          #form
          [fields]="page.fields"
          [messages]="page.messages"
          [termsUrl]="page.termsUrl"
          [prefill]="page.prefill"
          [attr.lang]="page.lang"
          privacy-url="/privacy"
          [properties]="{lists: 'news', tags: 'one', attribution: false}"
          (contact-signup-submit)="onSubmit($event)"
          (contact-signup-success)="hear('success', $event.status)"
          (contact-signup-error)="hear('error', {code: $event.code, status: $event.status})"
          (contact-signup-invalid)="hear('invalid', $event.issues)"
        >
          <p slot="intro">Written in Angular</p>
        </contact-signup>
      }
    }
  `,
})
export class Page {
  readonly state = signal(start)
  readonly form = viewChild<ElementRef<ContactSignup>>('form')
  readonly hear = hear

  constructor() {
    direct(change => this.state.update(state => ({...state, ...change})), () => this.form()?.nativeElement.reset())
  }

  onSubmit(event: ContactSignupSubmitEvent) {
    hear('submit', event.contact)
    if (this.state().hold) event.preventDefault()
  }
}
