/** How a form is used before it is removed. */
export const cycles = {
  shown: 'shown',
  used: 'typed into, validated, summarised, pressed',
  open: 'removed with its country list open',
  moved: 'typed into, removed, added again',
  loading: 'removed while its chunks are loading',
} as const
export type Way = keyof typeof cycles

/** Runs in the page: adds forms, uses them in the given way, and removes them. */
export async function addAndRemove({way, count}: {way: Way; count: number}): Promise<void> {
  const stage = document.querySelector('main')!
  const forms = Array.from({length: count}, () => document.createElement('contact-signup'))
  stage.append(...forms)
  await Promise.all(forms.map(form => form.updateComplete))
  if (way !== 'shown') for (const form of forms) interact(form)
  if (way !== 'shown' && way !== 'loading') await Promise.all(forms.map(isReady))
  if (way === 'open') for (const form of forms) open(form)
  if (way === 'moved') {
    stage.replaceChildren()
    stage.append(...forms)
    await Promise.all(forms.map(form => form.updateComplete))
  }
  await nextFrame()
  stage.replaceChildren()
  await nextFrame()

  function interact(form: HTMLElementTagNameMap['contact-signup']) {
    const phone = form.renderRoot.querySelector<HTMLInputElement>('#phone')!
    phone.value = '07400 123456'
    for (const type of ['pointerover', 'focusin', 'input']) phone.dispatchEvent(new Event(type, {bubbles: true}))
    form.reportValidity()
  }

  async function isReady(form: HTMLElementTagNameMap['contact-signup']) {
    const root = form.renderRoot
    while (!root.querySelector('[aria-autocomplete]') || !root.querySelector('[part=summary]')) {
      // The form listens for it only after the interaction chunk has loaded.
      root.querySelector('#phone_country')!.dispatchEvent(new Event('focusin', {bubbles: true}))
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
