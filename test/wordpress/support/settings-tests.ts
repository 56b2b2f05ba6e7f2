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
      endpoint: 'https://forms.example.com/',
      terms_url: '"><script>alert(1)</script>',
      privacy_url: '//a.example',
    }
    const notices = await administrator.saveSettings(wrong)
    const link = 'expected a URL that begins with https://, or a path that begins with /'
    assert.deepEqual(
      notices.map(notice => notice.split('\n')[0]),
      [`Endpoint: ${expectedEndpoint}`, `Terms: ${link}`, `Privacy policy: ${link}`],
    )
    const valueOf = (name: string) => administrator.page.locator(`[name="contact_signup[${name}]"]`).inputValue()
    assert.deepEqual([await valueOf('endpoint'), await valueOf('terms_url')], [endpoint, '/terms'])
  })

  await check('takes endpoints with a path only, and over plain http only of the same machine', async () => {
    const taken = await wordpress.run(`require ABSPATH . 'wp-admin/includes/template.php';
      $urls = json_decode( '${JSON.stringify([...valid, ...invalid])}' );
      $is_taken = fn( $url ) => ContactSignup\\sanitize( array( 'endpoint' => $url ) )['endpoint'] === $url;
      echo json_encode( array_values( array_filter( $urls, $is_taken ) ) );`)
    assert.deepEqual(JSON.parse(taken), valid)
  })
}

const expectedEndpoint =
  'expected a whole https URL with the proxy’s path, like https://forms.example.com/api/signup, ' +
  'or on this site /api/signup; http only for localhost'

/** Endpoints that the settings take. */
const valid = [
  'https://forms.example.com/api/signup',
  'https://forms.example.com:8443/signup?a=b',
  'http://localhost:8787/api/signup',
  'http://127.0.0.1/api/signup',
  'http://[::1]:8787/api/signup',
  '/api/signup',
]
const invalid = [
  'https://forms.example.com',
  'https://forms.example.com/',
  'https://forms.example.com/?a=b',
  'https://forms.example.com//',
  'https://user:password@forms.example.com/api/signup',
  'http://forms.example.com/api/signup',
  'http://localhost.example.com/api/signup',
  'http://localhost:8787/',
  'forms.example.com/api/signup',
  '//forms.example.com/api/signup',
  'javascript:alert(1)',
  '/',
]

export async function testDeletion(check: Check, {wordpress, administrator}: Stage): Promise<void> {
  await check('leaves nothing when it is deleted', async () => {
    assert.match(await optionsOf(wordpress), /contact_signup/)
    await administrator.deletePlugin('contact-signup')
    assert.doesNotMatch(await optionsOf(wordpress), /contact_signup/)
  })
}

const optionsOf = (wordpress: Stage['wordpress']): Promise<string> =>
  wordpress.run(`echo implode( ' ', array_keys( wp_load_alloptions() ) );`)
