import type {FormState} from '../form-state.ts'

/**
 * Shows the form's state to the page's styles, as `:state(sending)`. Older browsers have no custom states, or accept only
 * those that begin with dashes, and throw.
 * @param internals undefined in a browser without them
 */
export function setCustomStates(internals: ElementInternals | undefined, {phase, issues}: FormState): void {
  const states = {sending: phase === 'sending', done: phase === 'done', invalid: Object.keys(issues).length > 0}
  for (const [state, isOn] of Object.entries(states))
    try {
      internals?.states?.[isOn ? 'add' : 'delete'](state)
    } catch {}
}
