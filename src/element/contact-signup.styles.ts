import {css} from 'lit'

/**
 * Colours derive from the text colour around the form, so that it suits a light page, a dark one and any card.
 * Nothing is animated, so there is nothing to reduce for visitors who prefer reduced motion.
 * Chrome before 117, Firefox before 113 and Safari before 16.2 cannot mix the text colour into the colour of text, or mix
 * no colours at all. They get plain colours. No condition tests for that, but subgrid came to Chrome with the same version.
 * `--contact-signup-*` are for page authors, `--_*` are private.
 */
export const styles = css`
  :host {
    --_accent: var(--contact-signup-accent, #2b55d4);
    --_muted: var(--contact-signup-muted, color-mix(in srgb, currentColor 78%, transparent));
    --_border: var(--contact-signup-border, color-mix(in srgb, currentColor 55%, transparent));
    --_surface: var(--contact-signup-surface, color-mix(in srgb, currentColor 4%, transparent));
    --_ring: color-mix(in srgb, var(--_accent) 70%, currentColor);
    /* A pill's is half the height of a line: a list or a multi-line control would be an ellipse. */
    --_radius: min(var(--contact-signup-radius, 10px), var(--_height) / 2);
    --_gap: var(--contact-signup-gap, 18px);
    --_height: var(--contact-signup-control-height, 48px);
    display: block;
    /* Without it, each key in one of fifty forms makes the browser update the layers of all: a third of its time. */
    contain: layout;
    max-width: 40em;
    color: var(--contact-signup-text, inherit);
    font-family: var(--contact-signup-font, inherit);
  }
  /* Resets properties that a page sets on all its elements and that would be inherited. Slotted content keeps them. */
  form,
  [part='status'] > p,
  [part='country-list'],
  slot > * {
    cursor: auto;
    hyphens: manual;
    letter-spacing: normal;
    line-height: 1.45;
    overflow-wrap: anywhere;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    white-space: normal;
    word-break: normal;
    word-spacing: normal;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  * {
    box-sizing: border-box;
  }
  p,
  form {
    margin: 0;
  }
  form,
  [part='fields'],
  [part~='phone'] {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_gap);
  }
  form,
  [part~='phone'] {
    align-items: end;
  }
  form > *,
  ::slotted([slot='fields']) {
    flex: 1 1 100%;
    min-width: 0;
  }
  /* What the page writes keeps the page's direction, where the form has no words of its language. */
  :host(:dir(rtl)) [foreign] ::slotted(*) {
    direction: rtl;
  }
  ::slotted([slot='intro']) {
    margin-block: 0 var(--_gap) !important;
  }
  [part~='field'],
  [part~='phone'] > * {
    flex: 1 1 10em;
    min-width: 0;
  }
  [part~='field-email'],
  [part~='field-phone'],
  [part~='field-full_address'] {
    flex-basis: 100%;
  }
  [part~='label'] {
    display: block;
    margin-block-end: 6px;
    font-weight: 700;
    font-size: 0.9375em;
  }
  small {
    font-weight: 400;
    color: var(--_muted);
  }
  [part~='input'],
  [part='submit'] {
    width: 100%;
    min-height: var(--_height);
    margin: 0;
    padding: 0.5em 0.8em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: max(16px, 1em);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  [part='submit'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--contact-signup-on-accent, #fff);
    font-weight: 700;
  }
  [part='submit'][aria-disabled='true'] {
    cursor: progress;
    opacity: 0.85;
  }
  .country {
    position: relative;
  }
  .spoken {
    position: absolute;
    clip-path: inset(50%);
  }
  [part~='required'] {
    display: none;
  }
  .country > select,
  [part='country-arrow'] {
    position: absolute;
    inset-inline-end: 0.8em;
    bottom: 0;
    height: var(--_height);
    line-height: var(--_height);
    pointer-events: none;
  }
  .country > select {
    width: 50%;
    opacity: 0;
  }
  :focus-visible {
    outline: 3px solid var(--_ring);
    outline-offset: 1px;
  }
  [part~='hint'] {
    min-height: 1.45em;
    min-height: 1lh;
    margin-block-start: 6px;
    font-size: 0.9em;
    color: var(--_muted);
  }
  /* A bar: each item takes its share of a line where it has room, else a line of its own. */
  :host([layout='inline']) [part='fields'] {
    display: contents;
  }
  :host([layout='inline']) [part~='field'] {
    flex: 99 14em;
  }
  :host([layout='inline']) [part='submit'] {
    flex: auto;
    width: auto;
  }
  [part~='consent'] {
    display: flex;
    gap: 12px;
    flex-basis: 100%;
    font-size: 0.9375em;
  }
  [part~='consent'] [part~='label'] {
    margin: 0;
    padding-block: 1px;
    font-size: 1em;
    font-weight: 400;
  }
  [part~='checkbox'] {
    flex: none;
    width: 24px;
    height: 24px;
    margin: 0;
    color: inherit;
  }
  [part='link'] {
    display: inline-block;
    min-height: 24px;
    margin-inline-end: 12px;
    color: inherit;
  }
  @supports not ((color: color-mix(in srgb, red, red)) and (grid-template-rows: subgrid)) {
    :host {
      --_muted: var(--contact-signup-muted, currentColor);
      --_border: var(--contact-signup-border, currentColor);
      --_surface: var(--contact-signup-surface, rgb(128 128 128 / 8%));
      --_ring: currentColor;
    }
  }
`
