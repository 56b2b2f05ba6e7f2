import {css} from '@lit/reactive-element'

/** What is only seen once somebody points at the form, ticks a box or opens a choice. */
export const touchStyles = css`
  [part~='input']:hover {
    border-color: currentColor;
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
  .spoken {
    position: absolute;
    clip-path: inset(50%);
  }
  option {
    background: Canvas;
    color: CanvasText;
  }
`
