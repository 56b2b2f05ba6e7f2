import {Signup} from './signup'

export default function Page() {
  return <Signup />
}
