import {closestMatch} from 'leven'
import type {Environment} from './configuration-error.ts'
import {evidenceSettings} from './evidence-settings.ts'
import type {SettingsTable} from './setting.ts'
import {outboxSettings, proxySettings, serverSettings} from './settings.ts'

/** Shorter names are too close to variables of other programs. */
const minNameLength = 5

/** Other programs have these too, and in lower case. */
const proxyVariables = /^(?:all|ftp|http|https|no)_proxy$/i

/** A variable that is probably misspelt, and the one that is probably meant. */
export interface MisspeltVariable {
  variable: string
  nearest: string
}

/** Finds the variables that are none of the proxy's but differ from one in a few letters. */
export function findMisspelt(env: Environment): MisspeltVariable[] {
  const known = [proxySettings, outboxSettings, serverSettings, evidenceSettings].flatMap((table: SettingsTable) =>
    Object.values(table).flatMap(({variable, fileContent}) =>
      variable === undefined ? [] : [variable, ...(fileContent === undefined ? [] : [`${variable}_FILE`])],
    ),
  )
  return Object.keys(env).flatMap(variable => {
    if (known.includes(variable) || variable.length < minNameLength || proxyVariables.test(variable)) return []
    const maxDistance = Math.floor(variable.length / 4)
    const nearest = closestMatch(variable.toUpperCase(), known, {maxDistance})
    return nearest ? [{variable, nearest}] : []
  })
}

export const toMisspeltLine = ({variable, nearest}: MisspeltVariable) =>
  `${variable}: unknown, ${nearest} is probably meant`
