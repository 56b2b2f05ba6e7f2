import {readOutboxSettings} from '../config/environment.ts'
import {withSecretFiles} from '../config/secret-file.ts'
import {outboxSettings} from '../config/settings.ts'
import {rekeyOutbox} from '../outbox/rekey.ts'
import {readArguments} from './arguments.ts'
import type {Command} from './command.ts'

export const rekey: Command = {
  usage: 'rekey',
  summary: 'encrypt the outbox with OUTBOX_KEY instead of OUTBOX_OLD_KEY; stop the proxies first',
  async run(args, {env, print}) {
    readArguments(args, {})
    await rekeyOutbox(readOutboxSettings(withSecretFiles(env, outboxSettings)))
    print('encrypted with OUTBOX_KEY')
    return 0
  },
}
