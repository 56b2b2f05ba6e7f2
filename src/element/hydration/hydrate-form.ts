import {hydrate} from '@lit-labs/ssr-client'
import {render, type RenderOptions} from 'lit'
import {renderForm} from '../form-view.ts'
import type {SignupHost} from '../host.ts'
import type {Places} from '../interaction/place-fields.ts'
import type {LanguageController} from '../language-controller.ts'
import type {Loader} from '../loader.ts'
import type {FormView, Handlers} from '../view.ts'
import {keepInput} from './keep-input.ts'
import {readPrerenderedView} from './read-prerendered.ts'
import {readTypedValues, typedControls, valueOf, writeTypedValues} from './typed-values.ts'
import {isWhole, whenParsed} from './when-parsed.ts'

interface HydrateOptions {
  language: LanguageController
  loader: Loader
  on: Handlers
  renderOptions: RenderOptions
}

/**
 * Hydrates a prerendered form: Lit then updates the elements that are there, with all that was typed, where the form differs
 * from what was prerendered. HTML that another version has rendered, or that a server has changed, is replaced, and what was
 * typed is put into the new form.
 * Resolves to the places of the fields, once the form can be updated. If it rejects, the form works on without its script.
 */
export async function hydrateForm(host: SignupHost, options: HydrateOptions): Promise<Places> {
  const {language, loader, on, renderOptions} = options
  const {renderRoot: root} = host
  await whenParsed(root)
  const view = await readPrerenderedView(root, on)
  await language.ready
  await keepInput(root, loader)
  renderOptions.renderBefore = undefined // LitElement has it render before the style element
  const isHydrated = view !== undefined && hydrateView(view, root, renderOptions)
  const typed = isHydrated ? undefined : readTypedValues(root)
  const styles = root.querySelector('style, link')
  if (typed) root.replaceChildren()
  else if (root.activeElement) loader.prepare(root.activeElement.id)
  void host.updateComplete.then(() => {
    styles?.remove() // the update has removed what they are for
    if (typed) writeTypedValues(root, typed)
    catchUp(root, loader)
  })
  return isHydrated ? view.places : []
}

/** Has the form react to what was typed or filled in before, as if that had happened now: a number chooses its country. */
function catchUp(root: ShadowRoot, loader: Loader): void {
  const typed = typedControls(root).filter(valueOf)
  const control = typed.find(({name}) => name === 'phone') ?? typed[0]
  if (control) loader.withSession(session => session.onEdit(control))
}

/** What servers write that rewrite HTML: a link in place of an e-mail address, and an element around translated words. */
const foreign = 'a:not([part]), font'

/** Returns whether the shadow root holds what Lit renders of the view. */
function hydrateView(view: FormView, root: ShadowRoot, renderOptions: RenderOptions): boolean {
  if (!isWhole(root)) return false // Lit would render beside it
  if (root.querySelector(foreign)) return false // Lit would keep it
  try {
    hydrate(renderForm(view), root, renderOptions)
    render(renderForm(view), root, renderOptions) // Lit would take what follows an empty text for that text
    return true
  } catch {
    return false
  }
}
