import {css} from 'lit'
import {styles} from '../element/contact-signup.styles.ts'
import {feedbackStyles} from '../element/session/feedback.styles.ts'

/** What a prerendered form looks like until its script removes what works without it. */
const withoutScript = css`
  .without-script + .country {
    display: none;
  }
  /* Looks as the combobox that takes its place, also under the element's own styles, which come later. */
  .country.without-script > select {
    position: static;
    width: 100%;
    height: auto;
    line-height: inherit;
    opacity: 1;
    pointer-events: auto;
    appearance: none;
  }
  .country.without-script > select:has(:checked[value='']) {
    -webkit-text-fill-color: var(--_muted);
  }
  .honeypot {
    position: absolute;
    width: 24px;
    height: 24px;
    clip-path: inset(50%);
  }
  @media (scripting: none) {
    [name='fields'] {
      display: none; /* The page's own fields are outside the form that is posted. */
    }
  }
`

/**
 * The text of the style sheet of every prerendered form. It never depends on the form, so that a content security policy can
 * name its hash.
 */
export const prerenderedStyles = styles.cssText + withoutScript.cssText

/** The same with the looks of errors, for a form that was refused. */
export const answerStyles = prerenderedStyles + feedbackStyles.cssText
