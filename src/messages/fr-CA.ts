import fr from './fr.ts'
import type {Messages} from './messages.ts'

/** In Canada an e-mail is a “courriel”, and no space comes before a question or exclamation mark. */
export default {
  ...fr,
  email: 'Adresse courriel',
  region: 'Province ou région',
  hint_email_or_phone: 'Courriel ou téléphone\u00a0: l’un des deux suffit.',
  by_email: 'par courriel',
  by_email_and_phone: 'par courriel et par téléphone',
  success_title: 'Merci!',
  error_email_or_phone: 'Veuillez indiquer une adresse courriel ou un numéro de téléphone.',
  error_email_invalid: 'Veuillez indiquer une adresse courriel complète, par exemple nom@example.com.',
  error_email_international:
    'Cette adresse est-elle correcte? Peu d’adresses comportent de telles lettres avant le @. Si la vôtre est correcte, envoyez simplement le formulaire.',
  error_phone_unassigned:
    'Ce numéro est-il correct? Un numéro se présente généralement ainsi\u00a0: {example}. Si le vôtre est correct, envoyez simplement le formulaire.',
  email_suggestion: 'Vouliez-vous dire {email}?',
} satisfies Messages
