import {eventTypes} from './events.ts'

/** What forms have dispatched while no component listened: before React hydrates a page, or while it hides one. */
const missed = new WeakMap<EventTarget, Event[]>()
const listened = new WeakSet<EventTarget>()
const types = Object.values(eventTypes)

if (typeof document !== 'undefined') for (const type of types) document.addEventListener(type, keepMissed, true)

function keepMissed(event: Event): void {
  const [form] = event.composedPath()
  if (form && !listened.has(form)) missed.set(form, [...(missed.get(form) ?? []), event])
}

/** Listens to a form's events, beginning with those that were missed. Returns how to stop. */
export function listen(form: EventTarget, handle: (event: Event) => void): () => void {
  const events = missed.get(form) ?? []
  missed.delete(form)
  listened.add(form)
  for (const type of types) form.addEventListener(type, handle)
  for (const event of events) handle(event)
  return () => {
    for (const type of types) form.removeEventListener(type, handle)
    listened.delete(form)
  }
}
