import assert from 'node:assert/strict'
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
}
