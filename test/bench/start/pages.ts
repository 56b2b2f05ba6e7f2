/** Selectors of an element, one for each shadow root on the way to it. */
export type Path = readonly string[]

/** A page that is compared, and the selectors of its elements. */
export interface Page {
  name: string
  title: string
  /**
   * `floor`: a page without the form's features. `ours`: contact-signup; `earlier`: contact-signup of another checkout;
   * `prerendered`: contact-signup in the HTML of the page.
   * `component`: a form of web components; `handmade`: a form of native controls.
   */
  kind: 'floor' | 'ours' | 'earlier' | 'prerendered' | 'component' | 'handmade'
  /** The checkout that contact-signup is taken from; this one by default. */
  tree?: string
  /** The text inputs. The first of them that is visible counts as the first field. */
  fields: readonly Path[]
  /** All controls that must work, text inputs included. */
  controls: readonly Path[]
  phone?: Path
  /** The element that shows the phone's error. */
  error?: Path
}

type Selector = (name: string) => Path

const names = ['name_first', 'name_last', 'email', 'phone']
const native: Selector = name => [`[name=${name}]`]
const inside =
  (host: string, control: string): Selector =>
  name => [`${host}[name=${name}]`, control]

const signup: Omit<Page, 'name' | 'title' | 'kind'> = {
  fields: names.map(name => ['contact-signup', `#${name}`]),
  controls: [
    ...[...names, 'gdpr_accept_terms', 'gdpr_marketing_consent'].map(name => `#${name}`),
    '[name=phone_country]',
    'form button',
  ].map(control => ['contact-signup', control]),
  phone: ['contact-signup', '#phone'],
  error: ['contact-signup', '[part~=error-phone]'],
}

export const pages: readonly Page[] = [
  {
    name: 'bare',
    title: 'bare HTML',
    kind: 'floor',
    fields: names.map(native),
    controls: [...[...names, 'phone_country', 'terms', 'marketing'].map(native), ['form button']],
  },
  {
    name: 'trivial-lit',
    title: 'trivial Lit',
    kind: 'floor',
    fields: [['trivial-field', 'input']],
    controls: [['trivial-field', 'input']],
  },
  {name: 'contact-signup', title: 'contact-signup', kind: 'ours', ...signup},
  {name: 'prerendered', title: 'contact-signup, prerendered', kind: 'prerendered', ...signup},
  {
    name: 'intl-tel-input',
    title: 'intl-tel-input + zod',
    kind: 'handmade',
    fields: names.map(native),
    controls: [...[...names, 'terms', 'marketing'].map(native), ['.iti button'], ['form > button']],
    phone: native('phone'),
    error: ['#phone-error'],
  },
  {
    name: 'shoelace',
    title: 'Shoelace',
    kind: 'component',
    fields: names.map(inside('sl-input', 'input')),
    controls: [
      ...names.map(inside('sl-input', 'input')),
      ...['terms', 'marketing'].map(inside('sl-checkbox', 'input')),
      ['sl-select', '[part=combobox]'],
      ['sl-button', 'button'],
    ],
    phone: ['sl-input[name=phone]', 'input'],
    error: ['#phone-error'],
  },
  {
    name: 'material',
    title: 'Material Web',
    kind: 'component',
    fields: names.map(inside('md-outlined-text-field', 'input')),
    controls: [
      ...names.map(inside('md-outlined-text-field', 'input')),
      ...['terms', 'marketing'].map(inside('md-checkbox', 'input')),
      ['md-outlined-select', '[role=combobox]', '.field'],
      ['md-filled-button', 'button'],
    ],
    phone: ['md-outlined-text-field[name=phone]', 'input'],
    error: ['md-outlined-text-field[name=phone]', 'md-outlined-field', '[role=alert], .supporting-text'],
  },
  {
    name: 'lion',
    title: 'Lion',
    kind: 'component',
    fields: names.map(name => [`[name=${name}] input`]),
    controls: [
      ...names.map((name): Path => [`[name=${name}] input`]),
      ['.terms input'],
      ['.marketing input'],
      ['[name=phone] select'],
      ['lion-button-submit'],
    ],
    phone: ['[name=phone] input'],
    error: ['[name=phone] lion-validation-feedback', '.validation-feedback__type'],
  },
]

/** The pages of those names, in the order of `pages`; with contact-signup of `earlierTree`, if given. */
export function selectPages(names: readonly string[], earlierTree?: string): Page[] {
  const unknown = names.filter(name => !pages.some(page => page.name === name))
  if (unknown.length > 0)
    throw new Error(`unknown page ${unknown.join()}, expected one of: ${pages.map(({name}) => name).join(' ')}`)
  const isOurs = ({kind}: Page) => kind === 'ours'
  const selected = pages.filter(page => names.includes(page.name) || (earlierTree && isOurs(page)))
  if (!earlierTree) return selected
  const ours = selected.find(isOurs)!
  const earlier: Page = {...ours, name: 'before', title: 'contact-signup before', kind: 'earlier', tree: earlierTree}
  return selected.flatMap(page => (page === ours ? [ours, earlier] : page))
}
