import {css} from 'lit'
import {styles} from '../element/contact-signup.styles.ts'
import {feedbackStyles} from '../element/session/feedback.styles.ts'

/** What a prerendered form looks like until its script removes what works without it. */
const withoutScript = css`
  .without-script + .country {
    display: none;
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
