import {css} from 'lit'

/**
 * Colours derive from the text colour around the form, so that it suits a light page, a dark one and any card.
 * Nothing moves, so nothing has to be held still for those who want no motion.
 * `--contact-signup-*` are the page author's; `--_*` are the form's own.
 */
export const styles = css`
  :host {
    --_accent: var(--contact-signup-accent, #2b55d4);
    --_on-accent: var(--contact-signup-on-accent, #fff);
    --_muted: var(--contact-signup-muted, color-mix(in srgb, currentColor 78%, transparent));
    --_surface: var(--contact-signup-surface, color-mix(in srgb, currentColor 4%, transparent));
    --_border: var(--contact-signup-border, color-mix(in srgb, currentColor 55%, transparent));
    --_danger: var(--contact-signup-danger, color-mix(in srgb, #dd2c1f 68%, currentColor));
    --_success: var(--contact-signup-success, color-mix(in srgb, #12924f 70%, currentColor));
    --_radius: var(--contact-signup-radius, 10px);
    --_gap: var(--contact-signup-gap, 18px);
    --_height: var(--contact-signup-control-height, 48px);
    display: block;
    max-width: 40rem;
    color: var(--contact-signup-text, inherit);
    font-family: var(--contact-signup-font, inherit);
    line-height: 1.45;
    text-align: start;
  }
  :host(:state(bare)) {
    font-family: var(--contact-signup-font, system-ui);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  p,
  ul {
    margin: 0;
  }
  form,
  [part='fields'] {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_gap);
  }
  form > * {
    flex: 1 1 100%;
    min-width: 0;
  }
  ::slotted([slot='intro']) {
    margin-block: 0 var(--_gap) !important;
  }
  ::slotted([slot='fields']) {
    flex: 1 1 100%;
  }
  [part~='field'] {
    flex: 1 1 13em;
    min-width: 0;
  }
  [part~='field-email'],
  [part~='field-phone'],
  [part~='field-full_address'] {
    flex-basis: 100%;
  }
  [part='phone'] {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_gap) 12px;
  }
  [part='phone'] > * {
    flex: 1 1 11em;
    min-width: 0;
  }
  [part='phone'] > :last-child {
    flex-grow: 1.6;
  }
  [part~='label'] {
    display: block;
    font-weight: 700;
    font-size: 0.9375em;
  }
  [part~='field']:not([part~='consent']) [part~='label'] {
    margin-block-end: 6px;
  }
  small {
    font-weight: 400;
    font-size: 0.9em;
    color: var(--_muted);
  }
  [part~='input'] {
    display: block;
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
    line-height: 1.4;
  }
  [part~='input']:hover {
    border-color: currentColor;
  }
  textarea {
    resize: vertical;
  }
  select {
    text-overflow: ellipsis;
    cursor: pointer;
  }
  option {
    background: Canvas;
    color: CanvasText;
  }
  :focus-visible {
    outline: 3px solid color-mix(in srgb, var(--_accent) 70%, currentColor);
    outline-offset: 2px;
  }
  [part~='input']:focus-visible {
    outline-offset: -1px;
    border-color: transparent;
  }
  [aria-invalid] {
    border-color: var(--_danger);
    border-width: 2px;
  }
  [part~='hint'],
  [part~='error'] {
    margin-block-start: 6px;
    font-size: 0.9em;
  }
  [part~='hint'] {
    color: var(--_muted);
  }
  [part~='error'] {
    color: var(--_danger);
    font-weight: 700;
  }
  [part~='consent'] {
    display: flex;
    gap: 12px;
    flex-basis: 100%;
  }
  [part~='consent'] + [part~='consent'] {
    margin-block-start: calc(6px - var(--_gap) / 2);
  }
  [part~='checkbox'] {
    flex: none;
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--_accent);
    color: inherit;
    cursor: pointer;
  }
  [part~='checkbox'][aria-invalid] {
    outline: 2px solid var(--_danger);
    outline-offset: 2px;
  }
  [part='consent-text'] {
    min-width: 0;
    font-size: 0.9375em;
  }
  [part='consent-text'] [part~='label'] {
    font-size: 1em;
    font-weight: 400;
    padding-block: 1px;
    cursor: pointer;
  }
  [part='consent-text'] > p:not([part]) {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
  }
  [part='link'] {
    display: inline-block;
    min-height: 24px;
    color: inherit;
    text-underline-offset: 0.2em;
  }
  [part='submit'] {
    min-height: var(--_height);
    padding: 0.5em 1.5em;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-size: max(16px, 1em);
    font-weight: 700;
    cursor: pointer;
  }
  [part='submit']:hover {
    filter: brightness(1.08);
  }
  [part='submit'][aria-disabled='true'] {
    cursor: progress;
    opacity: 0.75;
  }
  [part='summary'],
  [part='status'] > p {
    padding: 14px 16px;
    border: 1px solid var(--_danger);
    border-inline-start-width: 5px;
    border-radius: var(--_radius);
    background: color-mix(in srgb, #dd2c1f 7%, transparent);
  }
  [part='status'] > p {
    margin-block-start: var(--_gap);
  }
  [part='summary'] h2 {
    font-size: 1.05em;
    margin-block-end: 4px;
  }
  [part='summary'] ul {
    padding: 0;
    list-style: none;
  }
  [part='summary'] [part='link'] {
    padding: 3px 0;
    border: 0;
    background: none;
    font: inherit;
    text-align: start;
    text-decoration: underline;
    cursor: pointer;
  }
  [part='success'] {
    padding: 8px 0;
    outline-offset: 6px;
    border-radius: 4px;
  }
  [part='success'] h2 {
    font-size: 1.5em;
    line-height: 1.2;
    margin-block-end: 6px;
  }
  [part='success'] h2::before {
    content: '';
    display: block;
    width: 14px;
    height: 26px;
    margin: 4px 12px 18px;
    border: solid var(--_success);
    border-width: 0 5px 5px 0;
    transform: rotate(40deg);
  }
  .spoken {
    position: absolute;
    clip-path: inset(50%);
  }
  @media (forced-colors: active) {
    [part='submit'] {
      border-color: ButtonText;
    }
    [part~='input'][aria-invalid],
    [part~='checkbox'][aria-invalid] {
      outline: 2px solid Mark;
    }
  }
`
