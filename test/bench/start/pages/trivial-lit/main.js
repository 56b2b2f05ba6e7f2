import {LitElement, css, html} from 'lit'

/** The smallest Lit element that renders a field. */
class TrivialField extends LitElement {
  static styles = css`
    :host {
      display: block;
    }
    label {
      display: block;
      font-weight: 700;
    }
    input {
      box-sizing: border-box;
      width: 100%;
      min-height: 48px;
      font: inherit;
    }
  `

  render() {
    return html`<label for="name_first">First name</label><input id="name_first" name="name_first" />`
  }
}

customElements.define('trivial-field', TrivialField)
