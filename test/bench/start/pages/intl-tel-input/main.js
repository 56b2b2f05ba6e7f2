import intlTelInput from 'intl-tel-input'
import 'intl-tel-input/styles'
import * as z from 'zod/mini'

const form = document.querySelector('form')
// As documented: it loads its utilities, which contain the numbering plans, after the page's load event.
const phone = intlTelInput(form.elements.phone, {initialCountry: 'gb', loadUtils: () => import('intl-tel-input/utils')})

const name = z.string().check(z.maxLength(100, 'That is too long.'))
const schema = z.object({
  name_first: name,
  name_last: name,
  email: z.union([z.literal(''), z.email('Is the e-mail address complete?')]),
  phone: z.string().check(z.refine(value => !value || phone.isValidNumber(), 'Is the phone number complete?')),
  terms: z.literal('on', 'Please accept the terms.'),
})

/** The error of each invalid field. */
function validate() {
  const {error} = schema.safeParse(Object.fromEntries(new FormData(form)))
  return Object.fromEntries((error?.issues ?? []).map(({path, message}) => [path[0], message]))
}

const show = (field, message = '') => (document.getElementById(`${field}-error`).textContent = message)

form.addEventListener('focusout', ({target}) => {
  if (target.value && target.name in schema.shape && target.type !== 'checkbox')
    show(target.name, validate()[target.name])
})
form.addEventListener('submit', event => {
  event.preventDefault()
  const errors = validate()
  for (const field in schema.shape) show(field, errors[field])
  if (Object.keys(errors).length > 0) return
  fetch('/api/signup', {
    method: 'POST',
    body: JSON.stringify({...Object.fromEntries(new FormData(form)), phone: phone.getNumber()}),
  })
})
