import {getCountries, getCountryCallingCode} from 'libphonenumber-js/min'

/**
 * Fills a component's list of countries on the first interaction. Most pages would create the 245 option components at
 * the start, which takes another 150 to 380 ms; contact-signup does not either, so this favours the peers.
 */
export function offerCountries(select, createOption) {
  const fill = () => {
    const names = new Intl.DisplayNames('en', {type: 'region'})
    const others = getCountries().filter(code => code !== 'GB')
    select.append(...others.map(code => createOption(code, `${names.of(code)} +${getCountryCallingCode(code)}`)))
    for (const type of ['focusin', 'pointerdown']) select.removeEventListener(type, fill, true)
  }
  for (const type of ['focusin', 'pointerdown']) select.addEventListener(type, fill, true)
}
