/** Compiles with the package's types alone: events are typed wherever they bubble to. */
import 'contact-signup'

const form = document.querySelector('contact-signup')!
document.body.addEventListener('contact-signup-error', ({code, status}) => console.log(code.toUpperCase(), status + 1))
form.addEventListener('contact-signup-success', ({status}) => console.log(status === 'created'))
document.addEventListener('contact-signup-success', ({status}) => console.log(status === 'accepted'))
window.addEventListener('contact-signup-invalid', ({issues}) => console.log(Object.keys(issues)))
document.addEventListener('contact-signup-submit', event => {
  if (event.contact.email === '') event.preventDefault()
})
// @ts-expect-error the event has no such property
document.addEventListener('contact-signup-success', ({code}) => console.log(code))
