import '@shoelace-style/shoelace/dist/themes/light.css'
import '@shoelace-style/shoelace/dist/components/button/button.js'
import '@shoelace-style/shoelace/dist/components/checkbox/checkbox.js'
import '@shoelace-style/shoelace/dist/components/input/input.js'
import '@shoelace-style/shoelace/dist/components/option/option.js'
import '@shoelace-style/shoelace/dist/components/select/select.js'
import {isValidPhoneNumber} from 'libphonenumber-js/min'
import {offerCountries} from '../countries.js'

const form = document.querySelector('form')
const field = name => form.querySelector(`[name=${name}]`)
const country = field('phone_country')
const phone = field('phone')

offerCountries(country, (code, words) =>
  Object.assign(document.createElement('sl-option'), {value: code, textContent: words}),
)

// Shows errors in the page, as documented for inline validation.
for (const name of ['email', 'phone', 'terms']) {
  const error = document.getElementById(`${name}-error`)
  field(name).addEventListener('sl-invalid', event => {
    event.preventDefault()
    error.textContent = field(name).validationMessage
  })
}

function validate(control) {
  if (control === phone)
    phone.setCustomValidity(
      !phone.value || isValidPhoneNumber(phone.value, country.value) ? '' : 'Is the phone number complete?',
    )
  const valid = control.checkValidity()
  if (valid) document.getElementById(`${control.name}-error`).textContent = ''
  return valid
}

for (const control of [field('email'), phone])
  control.addEventListener('sl-blur', () => {
    if (control.value) validate(control)
  })
form.addEventListener('submit', event => {
  event.preventDefault()
  if (![field('email'), phone, field('terms')].map(validate).every(Boolean)) return
  fetch('/api/signup', {method: 'POST', body: JSON.stringify(Object.fromEntries(new FormData(form)))})
})
