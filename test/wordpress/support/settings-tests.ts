import assert from 'node:assert/strict'
import {htmlOf, type Check, type Stage} from './stage.ts'

/** Installs the plugin and sets its endpoint, as the later tests need it. */
export async function testSettings(check: Check, {wordpress, administrator, author, endpoint}: Stage): Promise<void> {
  await check('is installed from the zip', async () => {
    await administrator.uploadPlugin('dist/wordpress/contact-signup.zip')
    assert.doesNotMatch(await optionsOf(wordpress), /contact_signup/)
  })

  await check('shows no form before an administrator has set the endpoint, and tells authors', async () => {
    const url = await wordpress.publish('author', '[contact-signup]')
    assert.doesNotMatch(await htmlOf(url), /<contact-signup|contact-signup\.js|no endpoint yet/)
    await author.page.goto(url)
    await author.page.getByText('no endpoint yet').waitFor()
  })

  await check('has settings for administrators alone', async () => {
    await author.open('/wp-admin/options-general.php?page=contact_signup')
    assert.match(await author.page.innerText('body'), /not allowed/)
    const fallback = 'Please write to hello@example.com to sign up.'
    const [notice] = await administrator.saveSettings({endpoint, terms_url: '/terms', fallback})
    assert.match(notice!, /saved/)
    assert.ok((await administrator.page.innerText('form')).includes(`ALLOWED_ORIGINS=${wordpress.origin}`))
  })

  await check('refuses settings that are no URL, and keeps their values', async () => {
    const wrong = {
      endpoint: 'javascript:alert(1)',
      terms_url: '"><script>alert(1)</script>',
      privacy_url: '//a.example',
    }
    const notices = await administrator.saveSettings(wrong)
    const expected = ['Endpoint', 'Terms', 'Privacy policy'].map(label => `${label}: expected a URL`)
    assert.deepEqual(
      notices.map(notice => /^[^:]+: expected a URL/.exec(notice)?.[0]),
      expected,
    )
    const valueOf = (name: string) => administrator.page.locator(`[name="contact_signup[${name}]"]`).inputValue()
    assert.deepEqual([await valueOf('endpoint'), await valueOf('terms_url')], [endpoint, '/terms'])
  })
}

export async function testDeletion(check: Check, {wordpress, administrator}: Stage): Promise<void> {
  await check('leaves nothing when it is deleted', async () => {
    assert.match(await optionsOf(wordpress), /contact_signup/)
    await administrator.deletePlugin('contact-signup')
    assert.doesNotMatch(await optionsOf(wordpress), /contact_signup/)
  })
}

const optionsOf = (wordpress: Stage['wordpress']): Promise<string> =>
  wordpress.run(`echo implode( ' ', array_keys( wp_load_alloptions() ) );`)
