import assert from 'node:assert/strict'
import {test} from 'node:test'
import {runCommand} from '../../../src/proxy/commands/commands.ts'

const id = '0b0c5c1e-0000-4000-8000-000000000001'

/** Runs a command on an outbox that does not exist: a command that accepts its arguments fails with exit code 1. */
async function run(...args: string[]) {
  const [printed, remarks]: [string[], string[]] = [[], []]
  const io = {
    env: {OUTBOX: 'file:/nonexistent/outbox.db'},
    print: (line: string) => printed.push(line),
    remark: (line: string) => remarks.push(line),
  }
  const code = await runCommand(args, io).catch(() => 1)
  return {code, printed, remarks}
}

const refused: string[][] = [
  ['what'],
  ['--version', 'extra'],
  ['--help', 'extra'],
  ['help', 'leads', 'extra'],
  ['check', 'extra'],
  ['check', '--online=yes'],
  ['pause', '--for', '5m'],
  ['pause', 'extra'],
  ['resume', 'extra'],
  ['resume', '--all'],
  ['rekey', 'extra'],
  ['migrate'],
  ['migrate', 'file:one.db'],
  ['migrate', 'file:one.db', 'file:one.db'],
  ['migrate', 'file:one.db', 'none'],
  ['migrate', 'one.db', 'file:two.db'],
  ['migrate', 'file:one.db', ''],
  ['migrate', 'file:one.db', 'postgres://db.example/x'],
  ['migrate', 'file:one.db', 'file:two.db', 'file:three.db'],
  ['leads', id],
  ['leads', '--nonsense'],
  ['leads', '--dead=yes'],
  ['leads', '--dead', '--dead'],
  ['leads', '--dead', '--quarantined'],
  ['leads', '--state', 'delivered'],
  ['leads', '--state', 'dead,'],
  ['leads', '--state', 'dead', '--dead'],
  ['leads', '--reason', 'ada@example.com'],
  ['leads', '--older-than', '3'],
  ['leads', '--older-than', '-3d'],
  ['leads', '--older-than', '3d', '--newer-than', '2d'],
  ['leads', '--limit', '0'],
  ['leads', '--limit', '5', '--count'],
  ['show'],
  ['show', ''],
  ['show', id, id],
  ['export'],
  ['export', '--all'],
  ['export', '--dead', '--format', 'xml'],
  ['export', '--dead', '--json', '--format', 'csv'],
  ['export', '--reason', 'exhausted'],
  ['audit', '--since', 'yesterday'],
  ['audit', 'extra'],
  ['backup'],
  ['backup', ''],
  ['backup', 'one.db', 'two.db'],
  ['backup', 'one.db', '--force'],
  ['retry'],
  ['retry', ''],
  ['retry', id, '--reason', 'exhausted'],
  ['retry', id, '--older-than', '3d'],
  ['retry', '--older-than', '3d'],
  ['retry', '--all-dead', '--watch', '--dry-run'],
  ['retry', '--dead'],
  ['retry', '--state', 'quarantined'],
  ['retry', '--all-dead', '--state', 'pending'],
  ['retry', id, '--all-dead'],
  ['release'],
  ['release', id, '--all'],
  ['release', id, '--reason', 'honeypot'],
  ['release', '--newer-than', '3d'],
  ['discard'],
  ['discard', '--all'],
  ['discard', '--dead'],
  ['discard', id, '--dead'],
  ['discard', id, '--all', '--dead'],
  ['discard', '--all', '--state', 'pending'],
  ['discard', '--all', '--dead', '--quarantined'],
  ['discard', '--all', '--older-than', '3d'],
  ['discard', '--all', '--dead', '--watch'],
  ['evidence'],
  ['evidence', 'ada@example.com'],
  ['evidence', '--email', 'ada@'],
  ['evidence', '--email', ''],
  ['evidence', '--email', '', '--phone', '+447712345678'],
  ['evidence', '--phone', '1'],
  ['evidence', '--all', '--email', 'ada@example.com'],
  ['evidence', '--all', '--phone', '+447712345678'],
  ['evidence', '--email', 'ada@example.com', '--email', 'grace@example.com'],
  ['evidence', '--all', '--format', 'xml'],
  ['evidence', '--all', '--format', 'constructor'],
  ['forget'],
  ['forget', '--all'],
  ['forget', '--email', 'ada@example.com', 'extra'],
  ['forget', '--phone', '1'],
]

for (const args of refused)
  test(`refuses \`${args.join(' ')}\` with exit code 2 and the usage`, async () => {
    const {code, remarks, printed} = await run(...args)
    assert.deepEqual([code, printed], [2, []])
    assert.match(remarks.at(-1)!, /^ {2}contact-signup /)
    assert.equal(remarks.join().includes('example.com'), false, 'repeats no personal data')
  })

const accepted: string[][] = [
  ['leads'],
  ['leads', '--dead', '--json'],
  ['leads', '--state', 'dead,refused', '--state', 'pending', '--reason', 'exhausted', '--limit', '5'],
  ['leads', '--older-than', '1h', '--newer-than', '2d', '--count'],
  ['show', id, '--reveal', '--json'],
  ['export', '--dead', '--format', 'csv', '--older-than', '3d'],
  ['export', '--quarantined', '--json'],
  ['audit', '--since', '30d', '--json'],
  ['retry', '--reason', 'exhausted', '--older-than', '3d', '--dry-run', '--json'],
  ['retry', '--all-dead', '--reason', 'exhausted', '--watch'],
  ['retry', '--state', 'pending,refused', '--reason', 'not_sent'],
  ['release', '--reason', 'honeypot'],
  ['discard', '--all', '--state', 'dead,refused', '--older-than', '30d', '--dry-run'],
  ['discard', '--all', '--quarantined', '--reason', 'honeypot'],
  ['pause', '--dry-run', '--json'],
  ['resume', '--dry-run'],
  ['forget', '--email', 'ada@example.com', '--dry-run'],
  ['rekey', '--dry-run'],
  ['migrate', 'file:/nonexistent/one.db', 'file:/nonexistent/two.db', '--dry-run', '--json'],
  ['backup', '/nonexistent/backup.db'],
  ['retry', id],
  ['retry', '--all-dead'],
  ['release', '--all'],
  ['discard', id],
  ['pause'],
  ['resume'],
  ['evidence', '--all'],
  ['forget', '--email', 'ada@example.com', '--phone', '+447712345678'],
]

for (const args of accepted)
  test(`accepts \`${args.join(' ')}\``, async () => {
    const {code, remarks} = await run(...args)
    assert.deepEqual([code, remarks], [1, []])
  })
