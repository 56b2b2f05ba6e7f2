import {getProxy} from '../../lib/signup.js'

export default async function deliver() {
  console.log(JSON.stringify(await getProxy().deliverDue({timeLimitMs: 25_000})))
}

export const config = {schedule: '* * * * *'}
