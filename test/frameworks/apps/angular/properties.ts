import {Directive, effect, ElementRef, inject, input} from '@angular/core'
import type {ContactSignup} from 'contact-signup'

@Directive({selector: 'contact-signup[properties]'})
export class ContactSignupProperties {
  readonly properties = input.required<Partial<ContactSignup>>()
  readonly #form: ContactSignup = inject(ElementRef).nativeElement
  readonly #set = effect(() => void Object.assign(this.#form, this.properties()))
}
