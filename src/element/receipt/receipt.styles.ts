import {css} from 'lit'

/** Smaller than the thank-you above it: most visitors do not need it. */
export const receiptStyles = css`
  [part='receipt'] {
    font-size: 0.9em;
    line-height: 1.45;
  }
`
