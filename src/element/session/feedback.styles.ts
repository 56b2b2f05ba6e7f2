import {css} from 'lit'

/**
 * Styles of the feedback: errors, their summary, progress, the thank-you. No red has enough contrast on light and on dark
 * pages. So browsers that cannot mix it with the text colour show the text of errors in that colour, beside a red line.
 */
export const feedbackStyles = css`
  :host {
    --_danger: var(--contact-signup-danger, color-mix(in srgb, #dd2c1f 68%, currentColor));
    --_success: var(--contact-signup-success, color-mix(in srgb, #12924f 70%, currentColor));
  }
  h2,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='summary'],
  [part='status'] > p {
    padding: 14px 16px;
    border: 1px solid var(--_danger);
    border-inline-start-width: 5px;
    border-radius: var(--_radius);
    background: rgb(221 44 31 / 7%);
  }
  [part='status'] > p {
    margin-block-start: var(--_gap);
  }
  /* A control that gets the focus is scrolled to with its error below it, above an on-screen keyboard. */
  [aria-invalid='true'] {
    scroll-margin-block: 5em;
  }
  [part~='input'][aria-invalid='true'] {
    border-color: var(--_danger) !important;
    border-width: 2px;
  }
  [part~='hint']:empty:has(+ [part~='error']) {
    display: none;
  }
  [part~='error'] {
    margin-block-start: 6px;
    font-size: 0.9em;
    color: var(--_danger);
    font-weight: 700;
  }
  [part~='checkbox'][aria-invalid='true']:not(:focus-visible) {
    outline: 2px solid var(--_danger);
    outline-offset: 2px;
  }
  [part='fields'] > [part~='error'],
  [part='summary'] {
    flex: 1 1 100%;
  }
  [part='summary'] h2 {
    font-size: 1.05em;
    margin-block-end: 4px;
  }
  [part~='suggestion'] {
    font-size: 0.9em;
  }
  [part~='suggestion'] > button {
    display: block;
    margin-block-start: 6px;
  }
  button[part='link'] {
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
  [part='success']::before {
    content: '';
    display: block;
    width: 14px;
    height: 26px;
    margin: 4px 12px 18px;
    border: solid var(--_success);
    border-width: 0 5px 5px 0;
    transform: rotate(40deg);
  }
  @media (forced-colors: active) {
    [aria-invalid='true']:not(:focus-visible) {
      outline: 2px solid;
    }
  }
  @supports not ((color: color-mix(in srgb, red, red)) and (grid-template-rows: subgrid)) {
    :host {
      --_danger: var(--contact-signup-danger, #dd2c1f);
      --_success: var(--contact-signup-success, #12924f);
    }
    [part~='error'] {
      padding-inline-start: 8px;
      border-inline-start: 4px solid var(--_danger);
      color: var(--contact-signup-danger, inherit);
    }
  }
`
