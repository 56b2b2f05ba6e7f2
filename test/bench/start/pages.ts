/** Selectors of an element, one for each shadow root on the way to it. */
export type Path = readonly string[]

/** A page that is compared, and where on it the same things are. */
export interface Page {
  name: string
  title: string
  /** `floor`: what a page costs without the form's work. `component`: a form of web components; `handmade`: native controls. */
  kind: 'floor' | 'ours' | 'component' | 'handmade'
  /** What takes typing; the first of them to be seen counts as the first field. */
  fields: readonly Path[]
  /** All that must work, fields included. */
  controls: readonly Path[]
  phone?: Path
  /** What complains about the phone. */
  complaint?: Path
}

type Selector = (name: string) => Path

const names = ['name_first', 'name_last', 'email', 'phone']
const native: Selector = name => [`[name=${name}]`]
const inside =
  (host: string, control: string): Selector =>
  name => [`${host}[name=${name}]`, control]

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
  {
    name: 'contact-signup',
    title: 'contact-signup',
    kind: 'ours',
    fields: names.map(name => ['contact-signup', `#${name}`]),
    controls: [
      ...[...names, 'phone_country', 'gdpr_accept_terms', 'gdpr_marketing_consent'].map(name => `#${name}`),
      'form button',
    ].map(control => ['contact-signup', control]),
    phone: ['contact-signup', '#phone'],
    complaint: ['contact-signup', '[part~=error-phone]'],
  },
  {
    name: 'intl-tel-input',
    title: 'intl-tel-input + zod',
    kind: 'handmade',
    fields: names.map(native),
    controls: [...[...names, 'terms', 'marketing'].map(native), ['.iti button'], ['form > button']],
    phone: native('phone'),
    complaint: ['#phone-error'],
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
    complaint: ['#phone-error'],
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
    complaint: ['md-outlined-text-field[name=phone]', 'md-outlined-field', '[role=alert], .supporting-text'],
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
    complaint: ['[name=phone] lion-validation-feedback', '.validation-feedback__type'],
  },
]
