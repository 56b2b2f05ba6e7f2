import {css} from 'lit'

/** The list of countries, in the top layer: opaque, whatever the surface of the controls is. */
export const pickerStyles = css`
  [part='country-list'] {
    position: fixed;
    inset: auto;
    display: none;
    margin: 0;
    padding: 4px;
    overflow-y: auto;
    overscroll-behavior: contain;
    list-style: none;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: Canvas;
    color: CanvasText;
    box-shadow: 0 8px 28px rgb(0 0 0 / 25%);
    font-size: max(16px, 1em);
  }
  [part='country-list'].open {
    display: block;
  }
  [part='country-list'] > li {
    display: flex;
    padding: 7px 12px;
    border-radius: calc(var(--_radius) / 2);
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  [part='country-option'] > bdi {
    flex: none;
    width: 3.5em; /* the names stand in line */
    font-variant-numeric: tabular-nums;
    opacity: 0.8;
  }
  /* The page may set the padding of options. */
  .chosen {
    position: relative;
    padding-inline-end: 2.2em !important;
  }
  .chosen::after {
    content: '✓';
    content: '✓' / '';
    position: absolute;
    inset-inline-end: 12px;
  }
  [part='country-option']:hover {
    background: rgb(128 128 128 / 16%);
  }
  [part='country-option'][aria-selected='true'] {
    background: var(--_accent) !important;
    color: var(--contact-signup-on-accent, #fff) !important;
  }
  @media (forced-colors: active) {
    [part='country-option'][aria-selected='true'] {
      background: Highlight !important;
      color: HighlightText !important;
      forced-color-adjust: none;
    }
  }
`
