import {ContactSignup} from 'contact-signup/react'

/** The component in a server component. */
export default function Page() {
  return <ContactSignup termsUrl="/terms" tags="one" messages={{submit: 'Mitmachen'}} />
}
