import assert from 'node:assert/strict'
import {readElement} from '../../../src/build/manifest.ts'
import {htmlOf, type Check, type Stage} from './stage.ts'

const block = 'contact-signup/form'

/** What those see who set the plugin up and write with it. */
export async function testAuthoring(check: Check, {wordpress, administrator, author}: Stage): Promise<void> {
  await check('names attributes that it does not know to authors, and shows visitors the form only', async () => {
    const attributes = {feilds: 'email*', termsUrl: '/terms', align: 'wide', className: 'x', lock: {move: true}}
    const forms = [
      '[contact-signup feilds="email*" <b>x</b> prefill title="One" /]',
      '[contact-signup fields="email*" title="Two" id="two" terms-url="/terms" /]',
      `<!-- wp:${block} ${JSON.stringify(attributes)} /-->`,
    ]
    const url = await wordpress.publish('author', forms.join('\n\n'))
    const html = await htmlOf(url)
    assert.equal(html.match(/<contact-signup /g)?.length, forms.length)
    assert.doesNotMatch(html, /feilds|does not know/)

    await author.page.goto(url)
    const notes = await author.page.locator('p', {hasText: 'does not know'}).allInnerTexts()
    assert.equal(notes.length, 2)
    assert.match(notes[0]!, /not know: feilds, <b>x<\/b>\. Its attributes are: id, .*fields.* terms-url.* title/)
    assert.match(notes[1]!, /not know: feilds\. Its attributes are: fields, .*termsUrl/)
  })

  await check('has a link to its settings in the list of plugins', async () => {
    await administrator.open('/wp-admin/plugins.php')
    const {page} = administrator
    await page.locator('tr[data-slug="contact-signup"] .row-actions').getByRole('link', {name: 'Settings'}).click()
    await page.getByRole('textbox', {name: 'Endpoint'}).waitFor()
  })

  await check('has the block’s options with one line of help each', async () => {
    await administrator.openBlockEditor(block)
    await administrator.insertBlock(block, {}, 'The heading')
    const help = await administrator.readHelp('Fields')
    const {attributes = []} = readElement()
    const {description} = attributes.find(({name}) => name === 'fields')!
    assert.equal(help.Fields, description!.replaceAll('`', ''))
    const withoutHelp = Object.keys(help).filter(label => !/^\S[^\n`]+$/.test(help[label]!))
    assert.deepEqual(withoutHelp, [])
    assert.ok(Object.keys(help).length > 15)
  })

  await check('has a block that is found by what one calls it', async () => {
    for (const word of ['signup', 'form', 'newsletter', 'subscribe', 'contact'])
      await administrator.findBlock(block, word)
  })
}
