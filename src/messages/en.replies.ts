import type {Replies} from './messages.ts'

export const replies = {
  summary_title: 'Please check your details',
  error_required: 'Please fill in “{label}”.',
  error_email_or_phone: 'Please enter an email address or a phone number.',
  error_terms_required: 'Please accept the terms to continue.',
  error_too_long: 'Please shorten “{label}” to at most {max} characters.',
  error_characters_invalid: 'Please use only letters, digits and common signs in “{label}”.',
  error_email_invalid: 'Please enter a full email address, like name@example.com.',
  error_email_international:
    'Is this address correct? Few addresses have such letters before the @. If yours is correct, just send the form.',
  error_phone_invalid: 'Please enter a phone number for {country}, like {example}, or one with + and its country code.',
  error_phone_without_country: 'Please enter a phone number with + and its country code.',
  error_phone_country_missing: 'Please choose the country of your phone number.',
  error_phone_unassigned:
    'Is this number correct? A typical one looks like {example}. If yours is correct, just send the form.',
  error_date_invalid: 'Please enter a complete date before today.',
  error_invalid: 'Please check “{label}”.',
  email_suggestion: 'Did you mean {email}?',
  failed_unavailable:
    'We could not process your sign-up just now. Everything you typed is still here: please try again in a moment.',
  failed_limited:
    'There have been too many attempts. Everything you typed is still here: please try again in a few minutes.',
  failed_retrying: 'We’ll also keep trying automatically while this page is open.',
} satisfies Replies
