import {rows, type Steps} from './steps.ts'

/** Finds the forms that have leads in the store, in any state. Each is one step along the index `signup_lead_due`. */
export function* findForms(): Steps<string[]> {
  const forms: string[] = []
  for (let last: string | undefined; ;) {
    const condition: string = last === undefined ? '' : ' WHERE form > ?1'
    const values: string[] = last === undefined ? [] : [last]
    const [next] = yield* rows<{form: string | null}>(
      `SELECT MIN(form) AS form FROM signup_lead${condition}`,
      ...values,
    )
    if (typeof next?.form !== 'string') return forms
    forms.push((last = next.form))
  }
}
