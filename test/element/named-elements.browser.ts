import {assert} from 'chai'

/** Loads the script into a page of its own. */
async function load(body: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe')
  frame.srcdoc = `<!doctype html><body>${body}<contact-signup></contact-signup><script type="module" src="/src/index.ts"></script>`
  document.body.replaceChildren(frame)
  await new Promise(resolve => frame.addEventListener('load', resolve))
  return frame
}

/** Loads a page with these elements, and expects the form in it. */
async function expectForm(elements: string): Promise<void> {
  const frame = await load(elements)
  const form = frame.contentDocument!.querySelector('contact-signup')!
  await frame.contentWindow!.customElements.whenDefined('contact-signup')
  await form.updateComplete
  assert.isNotNull(form.shadowRoot!.querySelector('form'))
}

suite('a page with an element named', () => {
  test('trustedTypes shows the form, also in a browser without Trusted Types', () =>
    expectForm('<script>delete window.trustedTypes</script><img id="trustedTypes">'))

  for (const name of ['createElement', 'createComment', 'createTreeWalker', 'importNode'])
    test(`${name} shows the form`, () => expectForm(`<img name="${name}"><form name="${name}"></form>`))

  for (const id of ['litPropertyMetadata', 'reactiveElementVersions', 'litHtmlVersions', 'litElementVersions'])
    test(`${id} shows the form`, () => expectForm(`<a id="${id}"></a><a id="${id}"></a>`))
})
