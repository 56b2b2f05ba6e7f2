import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, suite, test} from 'node:test'
import {prerender, prerenderedStyles, prerenderPage} from 'contact-signup/prerender'
import {ContactSignup} from '../../src/element/contact-signup.ts'
import {attributes, options} from '../../src/prerender/command/options.ts'
import {runPrerender} from '../../src/prerender/command/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'prerender-'))
after(() => rmSync(folder, {recursive: true}))

/** Writes a file, and returns its path. */
function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Runs the command with this input. */
async function run(args: string[], input = '') {
  let [output, remarks] = ['', '']
  const code = await runPrerender(args, {
    input: (async function* () {
      // In two chunks, between two bytes of a character.
      const bytes = Buffer.from(input)
      yield bytes.subarray(0, 1)
      yield bytes.subarray(1)
    })(),
    write: text => (output += text),
    remark: line => (remarks += `${line}\n`),
  })
  return {code, output, remarks}
}

const done = (output: string) => ({code: 0, output, remarks: ''})

suite('contact-signup prerender', () => {
  test('prints a tag', async () => assert.deepEqual(await run([]), done(`${await prerender()}\n`)))

  test('prints a tag with every attribute', async () => {
    const words: Record<string, string> = {fields: 'email*', consent: 'marketing'} // of which only known ones are taken
    const texts = Object.fromEntries(
      Object.entries(attributes).flatMap(([name, {value}]) =>
        value && name !== 'endpoint' ? [[name, words[name] ?? `${name} *`]] : [],
      ),
    )
    const flags = Object.entries(attributes).flatMap(([name, {value}]) => (value ? [] : [name]))
    const args = [
      ...Object.entries(texts).flatMap(([name, text]) => [`--${name}`, text]),
      ...flags.map(name => `--${name}`),
    ]
    const given = {...texts, ...Object.fromEntries(flags.map(name => [name, true])), endpoint: '/a'}
    assert.deepEqual(await run([...args, '--endpoint=/a']), done(`${await prerender({attributes: given})}\n`))
  })

  test('knows every attribute of the element', () => {
    const names = ContactSignup.observedAttributes
    assert.deepEqual([...Object.keys(attributes), 'messages'].sort(), [...names, 'lang'].sort())
    for (const [name, {type}] of Object.entries(ContactSignup.properties)) {
      const {attribute = name} = ContactSignup.properties[name]!
      if (type === Boolean) assert.equal(options[String(attribute)]!.value, undefined)
    }
  })

  test('takes messages and slots from files, also with a byte order mark', async () => {
    const messages = {submit: 'Los – jetzt'}
    const slots = '<p slot="intro">Hello ☺</p>\n'
    for (const mark of ['', '\ufeff']) {
      const files = [put('messages.json', mark + JSON.stringify(messages)), put('slots.html', mark + slots)]
      const args = ['--lang', 'de', '--messages', files[0]!, '--slots', files[1]!]
      assert.deepEqual(await run(args), done(`${await prerender({lang: 'de', messages, slots})}\n`))
    }
  })

  test('takes slots from the input', async () =>
    assert.deepEqual(await run(['--slots', '-'], '☺ <b>a'), done(`${await prerender({slots: '☺ <b>a'})}\n`)))

  test('links a style sheet', async () => {
    const stylesheet = '/contact-signup.css'
    assert.deepEqual(await run(['--stylesheet', stylesheet]), done(`${await prerender({stylesheet})}\n`))
  })

  const page = '\ufeff<!doctype html>\r\n<html lang="fr"><p>☺</p><contact-signup></contact-signup>\r\n'
  test('prints a page with its tags, and else as it is', async () => {
    const html = await prerenderPage(page)
    assert.deepEqual(await run(['--page', put('page.html', page)]), done(html))
    assert.deepEqual(await run(['--page', '-'], page), done(html))
    const linked = await prerenderPage(page, {stylesheet: '/a.css'})
    assert.deepEqual(await run(['--page', '-', '--stylesheet', '/a.css'], page), done(linked))
  })

  test('prints the source of the style element', async () => {
    const hash = createHash('sha256').update(prerenderedStyles).digest('base64')
    assert.deepEqual(await run(['--csp']), done(`'sha256-${hash}'\n`))
  })

  test('explains every option, whatever else is given', async () => {
    const {code, output, remarks} = await run(['--help'])
    assert.deepEqual([code, remarks], [0, ''])
    for (const [name, {value = ''}] of Object.entries(options))
      assert.match(output, new RegExp(`^  --${name} ${value} +\\S`, 'm'))
    for (const args of [['-h'], ['--page', '--help'], ['--nonsense', '--help']])
      assert.deepEqual(await run(args), done(output))
  })

  const refused: [args: string[], problem: string][] = [
    [['--fiels', 'email'], 'unknown option --fiels, did you mean --fields?'],
    [['--termsUrl', '/t'], 'unknown option --termsUrl, did you mean --terms-url?'],
    [['--terms-ulr=/t'], 'unknown option --terms-ulr, did you mean --terms-url?'],
    [['--nonsense'], 'unknown option --nonsense'],
    [['--xy'], 'unknown option --xy'],
    [['--constructor', 'x'], 'unknown option --constructor'],
    [['--__proto__=x'], 'unknown option --__proto__'],
    [['-l', 'de'], 'unknown option -l'],
    [['page.html'], 'expected an option, not page.html'],
    [['--prefill', 'true'], 'expected an option, not true'],
    [['--', 'x'], 'expected an option, not --'],
    [['-'], 'expected an option, not -'],
    [['--lang'], '--lang: expected a value'],
    [['--terms-url', '--privacy-url', '/p'], '--terms-url: expected a value'],
    [['--prefill=true'], '--prefill: expected no value'],
    [['--lang', 'de', '--lang', 'fr'], '--lang: given twice, expected once'],
    [['--prefill', '--prefill'], '--prefill: given twice, expected once'],
    [['--page', '-', '--lang', 'de'], '--lang: expected without --page'],
    [['--slots', '-', '--page', '-'], '--slots: expected without --page'],
    [['--csp', '--stylesheet', '/a.css'], '--stylesheet: expected without --csp'],
    [['--endpoint', 'javascript:1'], '--endpoint: expected an http(s) URL or a path'],
    [['--stylesheet', 'data:text/css,x'], '--stylesheet: expected an http(s) URL or a path'],
    [['--page', '-', '--stylesheet', ''], '--stylesheet: expected an http(s) URL or a path'],
  ]
  for (const [args, problem] of refused)
    test(`refuses ${args.join(' ')}`, async () => {
      const {code, output, remarks} = await run(args, page)
      assert.deepEqual([code, output], [2, ''])
      assert.match(remarks.replace(`contact-signup: ${problem}\n`, ''), /^  contact-signup prerender [^\n]+\n$/)
    })

  test('takes a value that begins with a dash behind an equals sign', async () =>
    assert.deepEqual(await run(['--tags=-a']), done(`${await prerender({attributes: {tags: '-a'}})}\n`)))

  const files: [title: string, args: () => string[], problem: RegExp][] = [
    ['a file of messages that is missing', () => ['--messages', 'no.json'], /^no\.json: no such file$/],
    ['a file of slots that is missing', () => ['--slots', 'no/no.html'], /^no\/no\.html: no such file$/],
    ['a page that is missing', () => ['--page', 'no.html'], /^no\.html: no such file$/],
    ['a folder', () => ['--page', folder], /\/prerender-\w+: expected a file, this is a folder$/],
    ['messages that are no JSON', () => ['--messages', put('a.json', '{')], /a\.json: expected a JSON object$/],
    ['messages that are a list', () => ['--messages', put('b.json', '[]')], /b\.json: expected a JSON object$/],
    [
      'a message that is no text',
      () => ['--messages', put('c.json', '{"submit": 5}')],
      /c\.json: submit: expected text$/,
    ],
    [
      'a page in Latin-1',
      () => ['--page', put('d.html', Buffer.from('<p>\xe9', 'latin1'))],
      /d\.html: expected UTF-8$/,
    ],
    [
      'a page with a tag that is wrong',
      () => ['--page', put('e.html', '<contact-signup endpoint="ftp://a"></contact-signup>')],
      /e\.html: endpoint: expected an http\(s\) URL or a path$/,
    ],
  ]
  for (const [title, args, problem] of files)
    test(`refuses ${title}, and names it`, async () => {
      const {code, output, remarks} = await run(args())
      assert.deepEqual([code, output], [1, ''])
      assert.match(/^contact-signup: (.*)\n$/.exec(remarks)![1]!, problem)
    })

  test('refuses input that is wrong, and names it', async () => {
    const page = '<contact-signup messages="x"></contact-signup>'
    const {code, remarks} = await run(['--page', '-'], page)
    assert.deepEqual([code, remarks], [1, 'contact-signup: input: messages: expected a JSON object\n'])
  })
})
