import assert from 'node:assert/strict'
import {test} from 'node:test'
import {suggestEmail} from '../../src/contact/email-suggestion.ts'

const slips: [typed: string, meant: string][] = [
  ['gmial.com', 'gmail.com'], ['gamil.com', 'gmail.com'], ['gmai.com', 'gmail.com'], ['gmaill.com', 'gmail.com'], ['gnail.com', 'gmail.com'],
  ['gmail.con', 'gmail.com'], ['gmail.co', 'gmail.com'], ['gmail.cm', 'gmail.com'], ['gmailcom.com', ''], ['mgail.com', 'gmail.com'],
  ['hotmial.com', 'hotmail.com'], ['hotmal.com', 'hotmail.com'], ['hormail.com', 'hotmail.com'], ['yaho.com', 'yahoo.com'], ['yahooo.com', 'yahoo.com'],
  ['outlok.com', 'outlook.com'], ['outllook.com', 'outlook.com'], ['iclod.com', 'icloud.com'], ['t-onlne.de', 't-online.de'], ['orage.fr', 'orange.fr'],
  ['yahooo.co.uk', 'yahoo.co.uk'], ['hotmial.de', 'hotmail.de'], ['libreo.it', 'libero.it'],
]
for (const [typed, meant] of slips)
  test(meant ? `takes ${typed} for ${meant}` : `makes nothing of ${typed}`, () =>
    assert.equal(suggestEmail(`ada+o'x@${typed}`), meant ? `ada+o'x@${meant}` : undefined))

const real = [
  'gmail.com', 'mail.com', 'email.com', 'ymail.com', 'zmail.com', 'gmx.net', 'gmx.de', 'gmx.at', 'web.de', 'aol.com', 'aol.de', 'me.com', 'mac.com',
  'msn.com', 'live.com', 'love.com', 'line.com', 'live.de', 'qq.com', '163.com', 'mail.ru', 'ya.ru', 'bk.ru', 'hey.com', 'pm.me', 'proton.me',
  'posteo.de', 'mailbox.org', 'wp.pl', 'o2.pl', 'free.fr', 'sfr.fr', 'abv.bg', 'ukr.net', 'i.ua', 'cox.net', 'bt.com', 'sky.com', 'web.com',
  'yahoo.de', 'yahoo.fr', 'yahoo.ca', 'yahoo.co.jp', 'yahoo.com.br', 'yahoo.com.ar', 'hotmail.be', 'hotmail.se', 'outlook.it', 'outlook.jp',
  'yandex.ua', 'yandex.by', 'yandex.com', 'cloud.com', 'oracle.com', 'orange.com', 'example.com', 'firma.de', 'acme.io', 'uni-bonn.de', 'libera.chat',
]
test('leaves real domains alone, however near', () => assert.deepEqual(real.filter(domain => suggestEmail(`ada@${domain}`)), []))
