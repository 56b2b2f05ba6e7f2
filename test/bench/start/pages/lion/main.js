import '@lion/ui/define/lion-button-submit.js'
import '@lion/ui/define/lion-checkbox-group.js'
import '@lion/ui/define/lion-checkbox.js'
import '@lion/ui/define/lion-form.js'
import '@lion/ui/define/lion-input-email.js'
import '@lion/ui/define/lion-input-tel-dropdown.js'
import '@lion/ui/define/lion-input.js'
import {MaxLength, Validator} from '@lion/ui/form-core.js'
import {getLocalizeManager} from '@lion/ui/localize-no-side-effects.js'
import {
  loadFormCoreMessagesNoSideEffects,
  loadInputTelMessagesNoSideEffects,
} from '@lion/ui/validate-messages-no-side-effects.js'

// Loads only the necessary messages, as documented for bundles.
const localize = getLocalizeManager()
loadFormCoreMessagesNoSideEffects({localize})
loadInputTelMessagesNoSideEffects({localize})

class TermsAccepted extends Validator {
  static validatorName = 'TermsAccepted'
  static getMessage = async () => 'Please accept the terms.'
  execute(choices) {
    return !choices.includes('terms')
  }
}

const form = document.querySelector('lion-form')
for (const name of ['terms', 'marketing']) form.querySelector(`.${name}`).choiceValue = name
for (const name of ['name_first', 'name_last']) form.querySelector(`[name=${name}]`).validators = [new MaxLength(100)]
form.querySelector('lion-checkbox-group').validators = [new TermsAccepted()]
form.querySelector('form').addEventListener('submit', event => event.preventDefault())
form.addEventListener('submit', () => {
  if (form.hasFeedbackFor.includes('error')) return
  fetch('/api/signup', {method: 'POST', body: JSON.stringify(form.serializedValue)})
})
