import {html, type TemplateResult} from 'lit'

/** How the page around the previewed form is. */
export interface PreviewPage {
  scheme: 'light' | 'dark'
  /** Its language. */
  lang: 'en' | 'ar' | 'he'
  width: 'full' | 'phone' | 'narrow'
}

const choices: {[Name in keyof PreviewPage]: readonly [legend: string, options: Record<PreviewPage[Name], string>]} = {
  scheme: ['Page', {light: 'Light', dark: 'Dark'}],
  lang: ['Direction', {en: 'Left to right', ar: 'Arabic', he: 'Hebrew'}],
  width: ['Width', {full: 'Full', phone: '390 px', narrow: '320 px'}],
}

export interface PreviewHandlers {
  choose(page: Partial<PreviewPage>): void
  /** The page in a frame has loaded. */
  load(event: Event): void
}

/** The form in a page of its own, which has neither the styles nor the language of this one. */
export function renderPreview(page: PreviewPage, note: string, {choose, load}: PreviewHandlers): TemplateResult {
  return html`
    <section class="preview" aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      <div class="bar">
        ${(Object.keys(choices) as (keyof PreviewPage)[]).map(name => renderChoice(name, page, choose))}
      </div>
      <div class="stage ${page.scheme}">
        <iframe class=${page.width} title="The form" src="preview.html" name="preview" @load=${load}></iframe>
      </div>
      <p class="note" role="status">${note}</p>
      <iframe
        class="measure"
        title="Measures the form"
        src="measure.html"
        inert
        aria-hidden="true"
        tabindex="-1"
        @load=${load}
      ></iframe>
    </section>
  `
}

function renderChoice(name: keyof PreviewPage, page: PreviewPage, choose: PreviewHandlers['choose']): TemplateResult {
  const [legend, options] = choices[name]
  return html`
    <fieldset class="segments">
      <legend>${legend}</legend>
      ${Object.entries(options).map(
        ([value, text]) => html`
          <label>
            <input
              type="radio"
              name="preview-${name}"
              .value=${value}
              .checked=${page[name] === value}
              @change=${() => choose({[name]: value})}
            />
            <span>${text}</span>
          </label>
        `,
      )}
    </fieldset>
  `
}
