import assert from 'node:assert/strict'
import {test} from 'node:test'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const site = await useSite()

// An error that appears between the press and the click moves the button away from under the finger, if it is near the edge.
for (const edge of ['upper', 'lower'])
  test(`a tap on the ${edge} edge of the button submits, although it makes an error appear`, async () => {
    const form = '<contact-signup fields="email" consent=""></contact-signup>'
    const url = site.put(
      '/',
      `<!doctype html><html lang="en"><script type="module" src="/contact-signup.js"></script>${form}`,
    )
    for (let round = 0; round < 5; round += 1) {
      const visitor = await Visitor.visit(browser, url, {
        viewport: {width: 390, height: 844},
        hasTouch: true,
        isMobile: true,
      })
      await visitor.control('email').tap()
      await visitor.page.keyboard.type('ana@exa')
      await visitor.page.waitForFunction(
        () => document.querySelector('contact-signup')!.shadowRoot!.adoptedStyleSheets.length > 2, // the session has loaded
      )
      const {x, y, width, height} = (await visitor.button.boundingBox())!
      await visitor.page.touchscreen.tap(x + width / 2, edge === 'upper' ? y + 6 : y + height - 6)
      await visitor.part('summary').waitFor()
      assert.match(await visitor.part('summary').innerText(), /full email address/)
      await visitor.leave()
    }
  })
