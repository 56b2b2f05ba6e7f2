import '@material/web/button/filled-button.js'
import '@material/web/checkbox/checkbox.js'
import '@material/web/select/outlined-select.js'
import '@material/web/select/select-option.js'
import '@material/web/textfield/outlined-text-field.js'
import {isValidPhoneNumber} from 'libphonenumber-js/min'
import {offerCountries} from '../countries.js'

const form = document.querySelector('form')
const field = name => form.querySelector(`[name=${name}]`)
const [email, country, phone, terms] = ['email', 'phone_country', 'phone', 'terms'].map(field)

offerCountries(country, (code, words) => {
  const option = Object.assign(document.createElement('md-select-option'), {value: code})
  option.append(Object.assign(document.createElement('div'), {slot: 'headline', textContent: words}))
  return option
})

const rules = new Map([
  [email, () => email.checkValidity()],
  [phone, () => !phone.value || isValidPhoneNumber(phone.value, country.value)],
])

/** Sets `error` and `errorText` of the field, as documented for manual validation. */
function validate(control) {
  const valid = rules.get(control)()
  Object.assign(control, {error: !valid, errorText: valid ? '' : 'Is it complete?'})
  return valid
}

for (const control of rules.keys())
  control.addEventListener('focusout', () => {
    if (control.value) validate(control)
  })
form.addEventListener('submit', event => {
  event.preventDefault()
  document.getElementById('terms-error').textContent = terms.checked ? '' : 'Please accept the terms.'
  if (![...rules.keys()].map(validate).every(Boolean) || !terms.checked) return
  fetch('/api/signup', {method: 'POST', body: JSON.stringify(Object.fromEntries(new FormData(form)))})
})
