/** The ways in which forms come and go. */
export const cycles = {
  shown: 'shown',
  touched: 'typed into, judged, summarised, pressed',
  open: 'gone with its countries open',
  moved: 'typed into, taken out, put back',
  hurried: 'gone before what it loads is there',
} as const
export type Way = keyof typeof cycles

/** Runs in the page: shows forms at once, does to them what the way says, and removes them. */
export async function makeAndRemove({way, count}: {way: Way; count: number}): Promise<void> {
  const stage = document.querySelector('main')!
  const forms = Array.from({length: count}, () => document.createElement('contact-signup'))
  stage.append(...forms)
  await Promise.all(forms.map(form => form.updateComplete))
  if (way !== 'shown') for (const form of forms) touch(form)
  if (way !== 'shown' && way !== 'hurried') await Promise.all(forms.map(isReady))
  if (way === 'open') for (const form of forms) open(form)
  if (way === 'moved') {
    stage.replaceChildren()
    stage.append(...forms)
    await Promise.all(forms.map(form => form.updateComplete))
  }
  await nextFrame()
  stage.replaceChildren()
  await nextFrame()

  function touch(form: HTMLElementTagNameMap['contact-signup']) {
    const phone = form.renderRoot.querySelector<HTMLInputElement>('#phone')!
    phone.value = '07400 123456'
    for (const type of ['pointerover', 'focusin', 'input']) phone.dispatchEvent(new Event(type, {bubbles: true}))
    form.reportValidity()
  }

  async function isReady(form: HTMLElementTagNameMap['contact-signup']) {
    const root = form.renderRoot
    while (!root.querySelector('[aria-autocomplete]') || !root.querySelector('[part=summary]')) {
      root.querySelector('#phone_country')!.dispatchEvent(new Event('focusin', {bubbles: true})) // listened for once the rest is there
      await nextFrame()
    }
    for (const type of ['pointerdown', 'pointerup'])
      form.dispatchEvent(new PointerEvent(type, {bubbles: true, composed: true}))
    root.querySelector('#phone')!.dispatchEvent(new FocusEvent('focusout', {bubbles: true}))
    await form.updateComplete
  }

  function open(form: HTMLElementTagNameMap['contact-signup']) {
    form.renderRoot.querySelector<HTMLElement>('#phone_country')!.click()
  }

  function nextFrame() {
    return new Promise(resolve => requestAnimationFrame(resolve))
  }
}
