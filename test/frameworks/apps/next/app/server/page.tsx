import {ContactSignup} from 'contact-signup/react'

/** The component in a server component. */
export default function Page() {
  return (
    <ContactSignup lang="de" termsUrl="/terms" tags="one" messages={{submit: 'Mitmachen'}}>
      <span slot="marketing">
        Schickt mir <a href="/news">Neuigkeiten</a>
      </span>
    </ContactSignup>
  )
}
