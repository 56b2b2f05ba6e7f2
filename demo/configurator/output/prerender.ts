import type {Configuration} from '../model/configuration.ts'
import type {Product} from '../model/product.ts'
import {quoteShell} from './escape.ts'
import {attributesOf, printSlots} from './tag.ts'

/** The shell commands that print the configuration's tag as HTML that works without JavaScript. */
export function printPrerender(configuration: Configuration, product: Product): string {
  const slots = printSlots(configuration, product)
  const {messages} = configuration
  const hasMessages = Object.keys(messages).length > 0
  const options = attributesOf(configuration, product)
    .filter(([name]) => name !== 'messages')
    .map(([name, value]) => toOption(name, value, product))
  const command = [
    'npx contact-signup prerender',
    ...options,
    ...(hasMessages ? ['--messages=messages.json'] : []),
    ...(slots ? ['--slots=slots.html'] : []),
  ]
  return [
    ...(hasMessages ? [toFile('messages.json', JSON.stringify(messages))] : []),
    ...(slots ? [toFile('slots.html', slots)] : []),
    command.join(command.length > 3 ? ' \\\n  ' : ' '),
  ].join('\n')
}

/** The value follows an equals sign, so that it may start with a dash. */
function toOption(name: string, value: string, {attributes}: Product): string {
  if (attributes.some(attribute => attribute.name === name && attribute.type?.text === 'boolean')) return `--${name}`
  return `--${name}=${quoteShell(value || (name === 'attribution' ? 'utm' : ''))}`
}

const toFile = (name: string, text: string): string => `printf %s ${quoteShell(text)} > ${name}`
