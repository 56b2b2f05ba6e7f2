import {serveStatic} from '@hono/node-server/serve-static'
import {Hono} from 'hono'
import {html} from 'hono/html'
import type {ContactStore, StoredContact} from './store.ts'

const headline = ['name_first', 'name_last', 'email', 'phone_countrycode', 'phone_number']

/** A page that shows what arrived, newest first, and the same as JSON. */
export function createArrivals(store: ContactStore): Hono {
  const app = new Hono()
  app.get('/contacts.json', c => c.json(store.all(), 200, {'cache-control': 'no-store'}))
  app.get('/arrived.css', serveStatic({path: 'demo/stand-in/arrived.css'}))
  app.get('/', c =>
    c.html(
      html`<!doctype html>
        <html lang="en">
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <meta http-equiv="refresh" content="3" />
          <title>Contacts that arrived</title>
          <link rel="stylesheet" href="/arrived.css" />
          <main>
            <h1>Contacts that arrived</h1>
            <p>This is the stand-in for the contact API. What our proxy created there, newest first:</p>
            ${store.all().length === 0 ? html`<p class="none">Nobody has signed up yet.</p>` : ''}
            <ol reversed>
              ${[...store.all()].reverse().map(renderContact)}
            </ol>
          </main>
        </html>`,
      200,
      {'content-security-policy': "default-src 'none'; style-src 'self'", 'cache-control': 'no-store'},
    ),
  )
  return app
}

function renderContact(contact: StoredContact) {
  const {name_first = '', name_last = '', email, phone_countrycode, phone_number} = contact
  const rest = Object.entries(contact).filter(([name]) => !headline.includes(name))
  return html`<li>
    <h2>${[name_first, name_last].filter(Boolean).join(' ') || 'Somebody'}</h2>
    <p>${[email, phone_number && `+${phone_countrycode} ${phone_number}`].filter(Boolean).join(' · ')}</p>
    <dl>
      ${rest.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>`,
      )}
    </dl>
  </li>`
}
