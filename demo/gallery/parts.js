/* Brings the form into each state as a visitor would, and writes the style sheet that the controls on the page result in. */
const form = document.querySelector('contact-signup')
const control = name => form.shadowRoot.querySelector(`#${name}`)
const all = selector => [...document.querySelectorAll(selector)]
const {endpoint} = form

function type(name, text) {
  const field = control(name)
  field.focus()
  field.value = text
  field.dispatchEvent(new Event('input', {bubbles: true}))
  field.blur()
}

const states = {
  untouched() {},
  errors: () => form.reportValidity(),
  suggestion: () => type('email', 'ada@gmial.com'),
  warning: () => type('phone', '07700 900123'),
  async countries() {
    const country = control('phone_country')
    country.focus() // loads the list
    while (!country.hasAttribute('aria-controls')) await new Promise(requestAnimationFrame)
    country.click()
  },
  failure() {
    form.endpoint = `${endpoint}/nowhere`
    send()
  },
  success: () => send(),
}

function send() {
  type('email', 'ada@example.com')
  control('gdpr_accept_terms').checked = true
  return form.submit()
}

for (const button of all('[data-state]'))
  button.addEventListener('click', async () => {
    press(button, '[data-state]')
    form.reset()
    form.endpoint = endpoint
    await form.updateComplete
    type('email', '') // removes the suggestion of the previous state
    states[button.dataset.state]()
  })

const highlight = new CSSStyleSheet()
document.adoptedStyleSheets.push(highlight)
for (const button of all('[data-part]'))
  button.addEventListener('click', () => {
    const chosen = press(button, '[data-part]', true)
    highlight.replaceSync(
      chosen
        ? `contact-signup::part(${button.dataset.part}) { outline: 3px solid #e4007c !important; outline-offset: 2px !important }`
        : '',
    )
    if (chosen)
      form.shadowRoot
        .querySelector(`[part~=${button.dataset.part}]`)
        ?.scrollIntoView({block: 'nearest', behavior: 'smooth'})
    write()
  })

/** Presses one button of a group; with `toggles`, a second press releases it. Returns whether it is pressed. */
function press(button, group, toggles = false) {
  const pressed = !(toggles && button.ariaPressed === 'true')
  for (const other of all(group)) other.ariaPressed = String(pressed && other === button)
  return pressed
}

document
  .querySelector('#outlines')
  .addEventListener('change', event => form.toggleAttribute('outlined', event.target.checked))

const properties = new Map()
for (const field of all('.properties [name]'))
  field.addEventListener('input', () => {
    properties.set(`--contact-signup-${field.name}`, field.type === 'range' ? `${field.value}px` : field.value)
    write()
  })
document.querySelector('#unset').addEventListener('click', () => {
  for (const name of properties.keys()) properties.set(name, '')
  write()
})

function write() {
  for (const [name, value] of properties) form.style.setProperty(name, value)
  const lines = [...properties].filter(([, value]) => value).map(([name, value]) => `  ${name}: ${value};\n`)
  const part = document.querySelector('[data-part][aria-pressed=true]')?.dataset.part
  const rule = part ? `\ncontact-signup::part(${part}) {\n}` : ''
  document.querySelector('#written').textContent = `contact-signup {\n${lines.join('')}}${rule}`
}
