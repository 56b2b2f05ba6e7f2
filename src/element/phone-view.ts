// oxlint-disable lit/no-value-attribute -- the initial value, of the combobox as of the options
import {html, nothing, type TemplateResult} from 'lit'
import {enterKeyHint, renderMark, renderOptions} from './field-view.ts'
import {stateOf, type FormView} from './view.ts'

/** Of the country's field, which looks like a select. */
export const countryArrow = html`<span part="country-arrow" aria-hidden="true">▾</span>`

/**
 * The phone: its country and its number. The visitor searches for the country in a combobox; the select beside it, out
 * of sight, holds the ISO code. Its other options come late, and so does the country's name, which a slow phone takes a
 * moment to find. Both belong to no form (`form=""`): Enter in the combobox chooses and never submits, and a browser
 * that fills in the form sees one field for the phone, which it fills with the whole number. Beside a select for the
 * country it would fill in the national number alone, which is another person's if the country is not among the options.
 * The line of the hint, which comes late too, is kept free, so that nothing moves.
 */
export function renderPhone(view: FormView): TemplateResult {
  const {words, country, parts} = view
  const options = parts.interaction?.countryOptions
  const picker = options?.picker
  const combobox = stateOf(view, 'phone_country', false)
  const state = stateOf(view, 'phone', true)
  const {required, invalid, mark, describedBy} = state
  const hint = parts.session?.feedback.warningOf('phone') ?? parts.phone?.hint
  return html`
    <div part="field field-phone${mark}">
      <div part="phone${mark}">
        ${view.withoutScript?.renderPhoneCountry(view)}
        <div part="field-phone_country${combobox.mark}" class="country">
          <label part="label label-phone_country${combobox.mark}" for="phone_country">${words.phone_country}</label>
          <input
            part="input country${combobox.mark}"
            id="phone_country"
            role="combobox"
            autocomplete="off"
            autocapitalize="none"
            autocorrect="off"
            spellcheck="false"
            enterkeyhint="done"
            form=""
            placeholder=${words.choose}
            value=${country.name}
            aria-autocomplete=${picker ? 'list' : nothing}
            aria-controls=${picker ? 'country-list' : nothing}
            aria-expanded=${picker?.isOpen ?? false}
            aria-activedescendant=${picker?.activeId ?? nothing}
            aria-invalid=${combobox.invalid}
            aria-describedby=${combobox.describedBy}
          />
          <select id="phone_code" name="phone_country" form="" autocomplete="off" aria-hidden="true" tabindex="-1">
            ${renderOptions(options?.phoneCountries(country.code) ?? [[country.code, '']])}
          </select>
          ${countryArrow} ${picker?.render()}
          <span class="spoken" role="status">${parts.phone?.announcement}</span>
        </div>
        <div part="field-phone_number${mark}">
          <label part="label label-phone${mark}" for="phone">${words.phone}${renderMark(view, 'phone', state)}</label>
          <input
            part="input input-phone${mark}"
            type="tel"
            id="phone"
            name="phone"
            autocomplete="tel"
            inputmode="tel"
            dir="ltr"
            autocapitalize="none"
            autocorrect="off"
            spellcheck="false"
            enterkeyhint=${enterKeyHint(view, 'phone')}
            placeholder=${words.placeholder_phone ?? nothing}
            ?required=${required}
            aria-invalid=${invalid}
            aria-describedby=${describedBy}
          />
        </div>
      </div>
      <p part="hint hint-phone${mark}" id="phone-hint">${hint}</p>
      ${parts.session?.feedback.renderError('phone')}
    </div>
  `
}
