/** Compiles with the package's types alone; each line below a directive must not. */
import 'contact-signup'
import type {} from 'contact-signup/types/solid'

export const right = [
  <contact-signup terms-url="/terms" prop:privacyUrl="/privacy" fields="email*" class="card" prefill>
    <h2 slot="intro">Join us</h2>
  </contact-signup>,
  <contact-signup messages={{submit: 'Join us'}} ref={element => void element.submit()} />,
  <contact-signup on:contact-signup-success={({status}) => console.log(status === 'created')} />,
  <contact-signup on:contact-signup-invalid={({issues}) => console.log(Object.keys(issues))} />,
]

export const wrong = [
  // @ts-expect-error no such attribute: constant values become HTML
  <contact-signup termsUrl="/terms" />,
  // @ts-expect-error a text
  <contact-signup fields={['email']} />,
  // @ts-expect-error no such text
  <contact-signup prop:messages={{submitt: 'Join us'}} />,
  // @ts-expect-error the event has no such property
  <contact-signup on:contact-signup-success={({code}) => console.log(code)} />,
  // @ts-expect-error read-only
  <contact-signup prop:phase="done" />,
]
