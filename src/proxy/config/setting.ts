import * as z from 'zod/mini'

/** A kind of value: how it is validated as an option, and how it is read from a variable's text. */
export interface Kind<Option extends z.ZodMiniType, Text extends z.ZodMiniType> {
  option: Option
  text: Text
}

/** One setting: its option has the name under which it stands in the table. */
export interface Setting<Option extends z.ZodMiniType = z.ZodMiniType, Text extends z.ZodMiniType = z.ZodMiniType> {
  /** The environment variable; undefined for a setting that only code can give. */
  variable: string | undefined
  /** Validates the option and applies its default. The messages say what is expected. */
  option: Option
  /** Converts the variable's text into the option, or the text of the default. */
  text: Text
  /** The default as the README shows it. */
  documentedDefault: string
  /** For a secret that is also read from the file that `VARIABLE_FILE` names: what the file holds. */
  fileContent?: string
}

export type SettingsTable = Readonly<Record<string, Setting>>

/** A setting without default: the start is refused without it. */
export function required<O extends z.ZodMiniType, T extends z.ZodMiniType>(
  variable: string,
  {option, text}: Kind<O, T>,
): Setting<O, T> {
  return {variable, option, text, documentedDefault: 'required'}
}

/** @param documentedDefault what happens without it, in words */
export function optional<O extends z.ZodMiniType, T extends z.ZodMiniType>(
  variable: string,
  {option, text}: Kind<O, T>,
  documentedDefault: string,
): Setting<z.ZodMiniOptional<O>, z.ZodMiniOptional<T>> {
  return {variable, option: z.optional(option), text: z.optional(text), documentedDefault}
}

/**
 * @param value the default in the variable's notation
 * @param documentedDefault only for a default that has no notation, such as an empty list
 */
export function withDefault<O extends z.ZodMiniType, T extends z.ZodMiniType>(
  variable: string,
  {option, text}: Kind<O, T>,
  value: string,
  documentedDefault = `\`${value}\``,
): Setting<z.ZodMiniDefault<O>, z.ZodMiniPrefault<T>> {
  return {
    variable,
    option: z._default(option, text.parse(value) as never), // a kind's text gives values of its option
    text: z.prefault(text, value as never), // the input of every `text` is a string
    documentedDefault,
  }
}

/** A setting that only code can give. */
export function optionOnly<O extends z.ZodMiniType>(option: O): Setting<O, z.ZodMiniUndefined> {
  return {variable: undefined, option, text: z.undefined(), documentedDefault: ''}
}

/** A secret that may also be read from a file. */
export function orFromFile<S extends Setting>(setting: S, fileContent: string): S {
  return {...setting, fileContent}
}
