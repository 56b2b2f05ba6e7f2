type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** What a visitor has put into a form, and where they are in it. */
export interface TypedValues {
  values: ReadonlyMap<string, string | boolean>
  /** Name of the control with the focus. */
  focused: string | undefined
  selection: readonly [start: number | null, end: number | null]
}

export const hasTyped = (root: ShadowRoot): boolean => typedControls(root).some(valueOf)

export function readTypedValues(root: ShadowRoot): TypedValues {
  const focused = root.activeElement as Partial<HTMLInputElement> | null
  return {
    values: new Map(typedControls(root).map(control => [control.name, valueOf(control)])),
    focused: focused?.name,
    selection: [focused?.selectionStart ?? null, focused?.selectionEnd ?? null],
  }
}

/** Puts the values into the controls of the same names. */
export function writeTypedValues(root: ShadowRoot, {values, focused, selection}: TypedValues): void {
  for (const control of typedControls(root)) {
    const value = values.get(control.name)
    if (typeof value === 'boolean') (control as HTMLInputElement).checked = value
    else if (value) control.value = value
  }
  const control = typedControls(root).find(({name}) => name === focused)
  control?.focus({preventScroll: true})
  // An e-mail input has no selection.
  if (control instanceof HTMLInputElement && selection[0] !== null) control.setSelectionRange(...selection)
}

/** What was typed, or whether the box is ticked. */
export const valueOf = (control: Control): string | boolean => (isBox(control) ? control.checked : control.value)

const isBox = (control: Control): control is HTMLInputElement => control.type === 'checkbox'

/** The controls that a visitor fills in, without the countries, which `keepInput` keeps. */
export const typedControls = (root: ShadowRoot): Control[] =>
  [...(root.querySelector('form')?.elements ?? [])].filter(
    (control): control is Control =>
      'name' in control && !String(control.name).endsWith('country') && !control.matches('button, [type=hidden]'),
  )
