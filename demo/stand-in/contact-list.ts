import {serveStatic} from '@hono/node-server/serve-static'
import {Hono} from 'hono'
import {html} from 'hono/html'
import type {ContactStore, StoredContact} from './store.ts'

const headlineFields = ['name_first', 'name_last', 'email', 'phone_countrycode', 'phone_number']

/** Serves the received contacts as a page, newest first, and as JSON. */
export function createContactList(store: ContactStore): Hono {
  const app = new Hono()
  app.get('/contacts.json', c => c.json(store.all(), 200, {'cache-control': 'no-store'}))
  app.get('/contact-list.css', serveStatic({path: 'demo/stand-in/contact-list.css'}))
  app.get('/', c =>
    c.html(renderPage(store.all()), 200, {
      'content-security-policy': "default-src 'none'; style-src 'self'",
      'cache-control': 'no-store',
    }),
  )
  return app
}

function renderPage(contacts: readonly StoredContact[]) {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <meta http-equiv="refresh" content="3" />
      <title>Received contacts</title>
      <link rel="stylesheet" href="/contact-list.css" />
      <main>
        <h1>Received contacts</h1>
        <p>This server stands in for the contact API. It received these contacts from the proxy, newest first:</p>
        ${contacts.length === 0 ? html`<p class="none">No contacts yet.</p>` : ''}
        <ol reversed>
          ${[...contacts].reverse().map(renderContact)}
        </ol>
      </main>
    </html>`
}

function renderContact(contact: StoredContact) {
  const {name_first = '', name_last = '', email, phone_countrycode, phone_number} = contact
  const otherFields = Object.entries(contact).filter(([name]) => !headlineFields.includes(name))
  return html`<li>
    <h2>${[name_first, name_last].filter(Boolean).join(' ') || 'No name'}</h2>
    <p>${[email, phone_number && `+${phone_countrycode} ${phone_number}`].filter(Boolean).join(' · ')}</p>
    <dl>
      ${otherFields.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>`,
      )}
    </dl>
  </li>`
}
