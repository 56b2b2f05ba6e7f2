import type {FieldName} from '../contact/fields.ts'
import {signalNames} from '../contact/signals.ts'
import {isRightToLeft} from '../messages/direction.ts'
import type {Labels} from '../messages/messages.ts'
import type {Box, Fields} from './attributes.ts'
import {controls} from './field-table.ts'
import {fill, h, type Attributes, type Child} from './h.ts'

/** Everything an untouched form shows. How it answers to what a visitor does is drawn into it later. */
export interface View {
  words: Labels
  lang: string
  fields: Fields
  boxes: readonly (Box | undefined)[]
  /** Where phones are at home unless the visitor says otherwise: an ISO code, or empty. */
  country: string
  termsUrl: URL | undefined
  privacyUrl: URL | undefined
}

/**
 * Draws the form. Controls that `old` has are moved into the new one as they are, with what was typed into them, so
 * that another language or other fields lose nothing; so is what it answered, which would be read out again.
 */
export function drawView(view: View, old: ParentNode): HTMLElement {
  const {words, lang} = view
  const control = (tag: string, attributes: Attributes, ...children: Child[]) => {
    const kept = old.querySelector<HTMLSelectElement>(`#${attributes.id}`)
    if (!kept) return h(tag, attributes, ...children)
    const {value} = kept
    fill(kept, attributes, children)
    if (kept.value !== value) kept.value = value // a choice whose options are drawn anew
    return kept
  }
  const keep = (what: string, tag: string, attributes: Attributes, ...children: Child[]) =>
    old.querySelector(what) ?? h(tag, attributes, ...children)
  /** Where the form answers to a field; it takes no room of its own. */
  const drawAnswer = (name: string) => keep(`[data-answer=${name}]`, 'div', {class: 'answer', 'data-answer': name})

  return h(
    'div',
    {lang, dir: isRightToLeft(lang) ? 'rtl' : 'ltr'},
    h('div', {part: 'intro'}, slot('intro')),
    h(
      'form',
      {part: 'form', novalidate: true},
      drawAnswer('summary'),
      h('div', {part: 'fields'}, ...[...view.fields].map(drawField), slot('fields'), drawAnswer('custom')),
      ...view.boxes.map(box => box && drawBox(box)),
      keep('[part=submit]', 'button', {part: 'submit', type: 'submit'}, slot('submit')),
    ),
    keep('[part=status]', 'div', {part: 'status', role: 'status'}),
    // A trap: no person sees it, hears it or gets to it by key, no browser fills it in, so whoever does is none.
    control('textarea', {id: signalNames.trap, autocomplete: 'off', tabindex: '-1', 'aria-hidden': 'true'}),
    slot('footer'),
  )

  /** A field that may stay empty says so; where e-mail or phone is enough, the hint says that instead. */
  function drawField([name, required]: [FieldName, boolean]): HTMLElement {
    const either = view.fields.get('email') === false && view.fields.get('phone') === false
    const isPhone = name === 'phone'
    const isReach = either && (isPhone || name === 'email')
    const pair = [
      drawLabel(name, words[name], !required && !isReach && h('small', {}, ` ${words.optional}`)),
      drawControl(name, required, isPhone || isReach),
    ]
    return h(
      'div',
      {part: `field field-${name}`},
      ...(isPhone ? [h('div', {part: 'phone'}, drawCountry(), h('div', {}, ...pair))] : pair),
      (isPhone || isReach) &&
        h('p', {part: `hint hint-${name}`, id: `${name}-hint`}, !isPhone && words.hint_email_or_phone),
      drawAnswer(name),
    )
  }

  /**
   * The country is searched for in a combobox. Beside it, out of sight, is what holds it: a native choice of ISO codes,
   * which browsers and password managers know how to fill. Its further options come late; so does the hint, whose line
   * is kept free, so that nothing moves; and so does the country's name, which takes a slow phone a moment to find. The
   * search belongs to no form (`form=""`): Enter in it chooses, and never sends.
   */
  function drawCountry(): HTMLElement {
    const {country} = view
    return h(
      'div',
      {class: 'country'},
      drawLabel('phone_country', words.phone_country),
      control('input', {
        part: 'input country',
        id: 'phone_country',
        role: 'combobox',
        'aria-expanded': 'false',
        autocomplete: 'off',
        form: '',
        placeholder: words.choose,
        value: country,
      }),
      control(
        'select',
        {
          id: 'phone_code',
          name: 'phone_country',
          autocomplete: 'tel-country-code',
          'aria-hidden': 'true',
          tabindex: '-1',
        },
        h('option', {value: country}),
      ),
    )
  }

  function drawControl(name: FieldName, required: boolean, hasHint: boolean): HTMLElement {
    const [autocomplete, kind = 'text'] = controls[name]
    const attributes = {
      ...untold,
      part: `input input-${name}`,
      id: name,
      name,
      autocomplete,
      required,
      'aria-describedby': hasHint && `${name}-hint`,
    }
    if (kind === 'textarea') return control(kind, attributes)
    if (kind !== 'select') return control('input', {...attributes, type: kind})
    return control(
      kind,
      attributes,
      h('option', {value: ''}, words.choose),
      ...(name === 'gender'
        ? [h('option', {value: 'FEMALE'}, words.gender_female), h('option', {value: 'MALE'}, words.gender_male)]
        : []),
    )
  }

  /** The links stand outside the label, where a click on them ticks nothing; the box refers to them. */
  function drawBox([box, name]: Box): HTMLElement {
    const terms = box === 'terms'
    const links = [
      terms && drawLink(view.termsUrl, words.terms_link),
      (terms || !view.boxes[0]) && drawLink(view.privacyUrl, words.privacy_link),
    ].filter(Boolean)
    const id = `${name}-hint`
    return h(
      'div',
      {part: `field field-${name} consent`},
      control('input', {
        ...untold,
        part: `checkbox input-${name}`,
        type: 'checkbox',
        id: name,
        name,
        required: terms,
        'aria-describedby': links.length > 0 && id,
      }),
      h(
        'div',
        {part: 'consent-text'},
        drawLabel(name, slot(box, words[box])),
        links.length > 0 && h('p', {id}, ...links.flatMap(link => [link, ' '])),
        drawAnswer(name),
      ),
    )
  }
}

const slot = (name: string, ...children: Child[]) => h('slot', {name}, ...children)
const drawLabel = (name: string, ...words: Child[]) => h('label', {part: `label label-${name}`, for: name}, ...words)
/** Said of every field, for to a browser one is invalid that is required and empty, or an address that is half typed. */
const untold = {'aria-invalid': 'false'}
/** In a tab of its own: leaving the page would lose what was typed. */
const drawLink = (url: URL | undefined, text: string) =>
  url && h('a', {part: 'link', href: url.href, target: '_blank', rel: 'noopener'}, text)
