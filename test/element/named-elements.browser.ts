import {assert} from 'chai'

/** Loads the script into a page of its own. */
async function load(body: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe')
  frame.srcdoc = `<!doctype html><body>${body}<contact-signup></contact-signup><script type="module" src="/src/index.ts"></script>`
  document.body.replaceChildren(frame)
  await new Promise(resolve => frame.addEventListener('load', resolve))
  return frame
}

suite('a page with an element named trustedTypes', () => {
  test('shows the form, also in a browser without Trusted Types', async () => {
    const frame = await load('<script>delete window.trustedTypes</script><img id="trustedTypes">')
    const form = frame.contentDocument!.querySelector('contact-signup')!
    await frame.contentWindow!.customElements.whenDefined('contact-signup')
    await form.updateComplete
    assert.isNotNull(form.shadowRoot!.querySelector('form'))
  })
})
