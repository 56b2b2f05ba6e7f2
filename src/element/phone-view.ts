// oxlint-disable lit/no-value-attribute -- the initial value, of the combobox as of the options
import {html, nothing, type TemplateResult} from 'lit'
import {enterKeyHint, optionalMark, renderOptions} from './field-view.ts'
import {stateOf, type FormView} from './view.ts'

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
  const {required, invalid, describedBy} = stateOf(view, 'phone', true)
  return html`
    <div part="field field-phone">
      <div part="phone">
        ${view.withoutScript?.renderPhoneCountry()}
        <div class="country">
          <label part="label label-phone_country" for="phone_country">${words.phone_country}</label>
          <input
            part="input country"
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
          ${picker?.render()}
          <span class="spoken" role="status">${parts.phone?.announcement}</span>
        </div>
        <div>
          <label part="label label-phone" for="phone"
            >${words.phone}<small>${optionalMark(view, 'phone')}</small></label
          >
          <input
            part="input input-phone"
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
            ?required=${required}
            aria-invalid=${invalid}
            aria-describedby=${describedBy}
          />
        </div>
      </div>
      <p part="hint hint-phone" id="phone-hint">${parts.session?.feedback.warningOf('phone') ?? parts.phone?.hint}</p>
      ${parts.session?.feedback.renderError('phone')}
    </div>
  `
}
