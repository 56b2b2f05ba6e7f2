import {Component, CUSTOM_ELEMENTS_SCHEMA, signal, viewChild, type ElementRef} from '@angular/core'
import type {ContactSignup, ContactSignupSubmitEvent} from 'contact-signup'
import {connectStage, record, initialState} from '../stage'
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
          (contact-signup-success)="record('success', $event.status)"
          (contact-signup-error)="record('error', {code: $event.code, status: $event.status})"
          (contact-signup-invalid)="record('invalid', $event.issues)"
        >
          <p slot="intro">Written in Angular</p>
        </contact-signup>
      }
    }
  `,
})
export class Page {
  readonly state = signal(initialState)
  readonly form = viewChild<ElementRef<ContactSignup>>('form')
  readonly record = record

  constructor() {
    connectStage(change => this.state.update(state => ({...state, ...change})), () => this.form()?.nativeElement.reset())
  }

  onSubmit(event: ContactSignupSubmitEvent) {
    record('submit', event.contact)
    if (this.state().hold) event.preventDefault()
  }
}
