import {css} from 'lit'

/** Styles that show only when the visitor points at the form, ticks a box or opens a select. */
export const interactionStyles = css`
  [part~='input']:hover {
    border-color: currentColor;
  }
  /* An empty field has the form's direction; what is typed has its own, since browsers set plaintext for dir=auto. */
  [dir='rtl'] [dir='auto'] {
    direction: rtl;
    unicode-bidi: plaintext;
  }
  [part~='country'] {
    padding-inline-end: 2em;
    text-overflow: ellipsis;
  }
  [part='submit'] {
    cursor: pointer;
  }
  [part='submit']:hover {
    filter: brightness(1.08);
  }
  [part~='checkbox'] {
    accent-color: var(--_accent);
  }
  /* Lists. On a surface of the page's own this is no colour, so they inherit that of the form's text. */
  option,
  [part='country-list'],
  [popover] {
    background: var(--contact-signup-list-surface, Canvas);
    color: CanvasText var(--contact-signup-list-surface,);
  }
`
