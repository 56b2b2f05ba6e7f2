import {ContactSignup} from 'contact-signup/react'

export const runtime = 'edge'

/** The component on the edge runtime. */
export default function Page() {
  return <ContactSignup lang="de" termsUrl="/terms" tags="one" messages={{submit: 'Mitmachen'}} />
}
