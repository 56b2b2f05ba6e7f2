import {getCountries, getCountryCallingCode} from 'libphonenumber-js/min'

/**
 * Fills a component's list of countries when it is first touched. To make 245 option components at the start would be
 * more usual, and slower by 150 to 380 ms: the peers are spared what contact-signup spares itself.
 */
export function offerCountries(select, createOption) {
  const fill = () => {
    const names = new Intl.DisplayNames('en', {type: 'region'})
    const others = getCountries().filter(code => code !== 'GB')
    select.append(...others.map(code => createOption(code, `${names.of(code)} +${getCountryCallingCode(code)}`)))
    for (const touch of ['focusin', 'pointerdown']) select.removeEventListener(touch, fill, true)
  }
  for (const touch of ['focusin', 'pointerdown']) select.addEventListener(touch, fill, true)
}
