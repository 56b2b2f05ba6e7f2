import assert from 'node:assert/strict'
import type {Check, Stage} from './stage.ts'
import {admin} from './wordpress.ts'

const hostile = [
  `[contact-signup endpoint="https://other.example" onclick="alert(1)" terms-url="javascript:alert(1)" /]`,
  `[contact-signup tags='" onmouseover="alert(1)' lists='"><script>alert(1)</script>' /]`,
  `[contact-signup title="<img src=x onerror=alert(1)>" /]`,
  `[contact-signup submit="<a href='javascript:alert(1)' onclick='alert(1)'>Go</a>" /]`,
  `[contact-signup title="Join us"]<script>alert(1)</script><p onclick="alert(1)">Text</p>[/contact-signup]`,
]

export async function testHostileInput(check: Check, {browser, wordpress, endpoint}: Stage): Promise<void> {
  for (const user of ['author', admin])
    await check(`escapes what is in a shortcode of the user ${user}`, async () => {
      const context = await browser.newContext()
      const page = await context.newPage()
      const dialogs: string[] = []
      page.on('dialog', dialog => {
        dialogs.push(dialog.message())
        void dialog.dismiss()
      })
      await page.goto(await wordpress.publish(user, hostile.join('\n\n')))
      await page
        .locator('contact-signup form[novalidate]')
        .nth(hostile.length - 1)
        .waitFor()
      const elements = await page.evaluate(() =>
        [...document.querySelectorAll('contact-signup, contact-signup *')].map(({localName, attributes}) => ({
          localName,
          attributes: [...attributes].map(({name, value}) => `${name}=${value}`),
        })),
      )
      const attributes = elements.flatMap(({attributes}) => attributes)
      assert.equal(attributes.filter(attribute => attribute === `endpoint=${endpoint}`).length, hostile.length)
      assert.deepEqual(
        attributes.filter(attribute => /^on|^href=javascript|other\.example/.test(attribute)),
        [],
      )
      const names = elements.map(({localName}) => localName)
      assert.ok(names.includes('h2') && !names.includes('script') && !names.includes('img'))
      assert.deepEqual(dialogs, [])
      await context.close()
    })

  await check('escapes settings that another plugin has changed', async () => {
    const html = await wordpress.run(`add_filter( 'option_contact_signup', fn() => array(
        'endpoint' => '/"onclick="alert(1)', 'fallback' => '<script>alert(1)</script>"<img src=x onerror=alert(1)>' ) );
      echo do_shortcode( '[contact-signup]' );
      ContactSignup\\render_field( array( 'name' => 'fallback', 'label_for' => 'a', 'description' => '' ) );`)
    assert.match(html, /<contact-signup endpoint="\/onclick=alert\(1\)"/)
    assert.match(html, /<input .*value="&lt;script&gt;/)
    assert.doesNotMatch(html, /<script|<img/)
  })
}
