import {css} from 'lit'

/** The list of countries, in the top layer: opaque, whatever the surface of the controls is. */
export const pickerStyles = css`
  /* Containment would place the list, which is in no top layer, in the form instead of the window. */
  @supports not selector(:popover-open) {
    :host {
      contain: none;
    }
  }
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
    cursor: pointer;
  }
  [part='country-option'] > bdi {
    flex: none;
    width: 3.5em; /* aligns the names */
    font-variant-numeric: tabular-nums;
    opacity: 0.8;
  }
  /* The number is left to right in any list. */
  [dir='rtl'] > [part='country-option'] > bdi {
    text-align: right;
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
  /* A list that covers the screen: the label and a button above the combobox, the list below it. */
  .country:popover-open {
    --_border: color-mix(in srgb, currentColor 55%, transparent);
    --_muted: color-mix(in srgb, currentColor 78%, transparent);
    position: fixed;
    inset: 0 0 auto;
    display: grid;
    grid-template: auto auto 1fr / 1fr auto;
    container: country-sheet / size;
    width: auto;
    margin: 0;
    padding: max(8px, env(safe-area-inset-top)) max(12px, env(safe-area-inset-right)) 0
      max(12px, env(safe-area-inset-left));
    border: 0;
    overflow: hidden;
    touch-action: pinch-zoom;
  }
  /* Its place in the form. */
  [part~='phone']:has(> .country:popover-open)::before {
    content: '';
    flex: 1 1 10em;
    min-height: var(--_place);
  }
  .country:popover-open > [part='country-arrow'] {
    display: none;
  }
  .country:popover-open > label {
    align-self: center;
    margin: 0;
    color: inherit !important;
  }
  .country:popover-open > input {
    grid-area: 2 / 1 / auto / -1;
    border-color: var(--_border) !important;
    background: transparent !important;
    color: inherit !important;
  }
  .close {
    grid-area: 1 / 2;
    min-height: 44px;
    margin: 0 0 6px;
    margin-inline-start: 8px;
    padding: 0 14px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: color-mix(in srgb, currentColor 8%, transparent);
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .country:popover-open > ul {
    position: static;
    grid-area: 3 / 1 / auto / -1;
    width: auto;
    height: auto;
    margin-block-start: 8px;
    padding: 0 0 max(4px, env(safe-area-inset-bottom));
    border: 0;
    border-radius: 0;
    box-shadow: none;
    touch-action: pan-y pinch-zoom;
  }
  .country:popover-open > ul > li {
    align-items: center;
    min-height: 44px;
  }
  @container country-sheet (max-height: 260px) {
    .country:popover-open > label {
      position: absolute;
      clip-path: inset(50%);
    }
    .country:popover-open > input {
      grid-area: 1 / 1;
    }
    .close {
      margin-block: auto;
    }
    .country:popover-open > ul > li {
      min-height: 36px;
    }
  }
  @media (forced-colors: active) {
    [part='country-option'][aria-selected='true'] {
      background: Highlight !important;
      color: HighlightText !important;
      forced-color-adjust: none;
    }
  }
`
