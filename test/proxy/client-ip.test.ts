import assert from 'node:assert/strict'
import {test} from 'node:test'
import proxyAddr from '@fastify/proxy-addr'
import {readClientIp} from '../../src/proxy/http/client-ip.ts'
import type {ClientIpSource} from '../../src/proxy/index.ts'

const isTrustedProxy = proxyAddr.compile(['10.0.0.0/8', '2001:db8:ffff::/48'])
const rows: [string, ClientIpSource, string | undefined, Record<string, string>, string | undefined][] = [
  ['the socket', 'socket', '203.0.113.9', {}, '203.0.113.9'],
  [
    'the socket and ignores headers',
    'socket',
    '203.0.113.9',
    {'x-forwarded-for': '1.1.1.1', 'cf-connecting-ip': '1.1.1.1'},
    '203.0.113.9',
  ],
  ['an IPv4-mapped address as IPv4', 'socket', '::ffff:203.0.113.9', {}, '203.0.113.9'],
  ['IPv6 in its canonical form', 'socket', '2001:0DB8:0:0:0:0:0:1', {}, '2001:db8::1'],
  ['nothing when the runtime gives no address', 'socket', undefined, {'x-forwarded-for': '1.1.1.1'}, undefined],
  [
    'the last hop before the trusted proxy',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '6.6.6.6, 203.0.113.9'},
    '203.0.113.9',
  ],
  [
    'the visitor behind two trusted proxies',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.9.9.9'},
    '203.0.113.9',
  ],
  ['the visitor with a port', 'x-forwarded-for', '10.0.0.1', {'x-forwarded-for': '203.0.113.9:5555'}, '203.0.113.9'],
  [
    'an IPv6 visitor in brackets',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '[2001:db8::9]:443'},
    '2001:db8::9',
  ],
  [
    'the socket when it is not a trusted proxy',
    'x-forwarded-for',
    '203.0.113.9',
    {'x-forwarded-for': '1.1.1.1'},
    '203.0.113.9',
  ],
  ['the proxy itself when the header is missing', 'x-forwarded-for', '10.0.0.1', {}, '10.0.0.1'],
  [
    'the proxy itself when the last hop is not an address',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '203.0.113.9, unknown'},
    '10.0.0.1',
  ],
  ['a trusted IPv6 proxy', 'x-forwarded-for', '2001:db8:ffff::1', {'x-forwarded-for': '203.0.113.9'}, '203.0.113.9'],
  ['the edge’s header', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': '203.0.113.9'}, '203.0.113.9'],
  [
    'no address from a malformed edge header',
    'cf-connecting-ip',
    '10.0.0.1',
    {'cf-connecting-ip': '203.0.113.9, 1.1.1.1'},
    undefined,
  ],
  [
    'the visitor behind a very long forged list',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': `${'6.6.6.6, '.repeat(500)}203.0.113.9`},
    '203.0.113.9',
  ],
  [
    'the last hop without surrounding whitespace',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': ' 6.6.6.6 ,\t203.0.113.9 '},
    '203.0.113.9',
  ],
  [
    'an IPv4-mapped visitor as IPv4',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '::ffff:203.0.113.9'},
    '203.0.113.9',
  ],
  [
    'an IPv4-mapped proxy as the trusted IPv4',
    'x-forwarded-for',
    '::ffff:10.0.0.1',
    {'x-forwarded-for': '203.0.113.9'},
    '203.0.113.9',
  ],
  [
    'the first hop when all hops are trusted',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '10.1.1.1, 10.2.2.2'},
    '10.1.1.1',
  ],
  ['nothing beyond an empty hop', 'x-forwarded-for', '10.0.0.1', {'x-forwarded-for': '203.0.113.9,'}, '10.0.0.1'],
  [
    'no address from an address with a zone',
    'cf-connecting-ip',
    '10.0.0.1',
    {'cf-connecting-ip': 'fe80::1%eth0<script>'},
    undefined,
  ],
  ['no address from a host name', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': 'localhost'}, undefined],
  ['no address from an empty edge header', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': ''}, undefined],
  ['no address from octal notation', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': '0177.0.0.1'}, undefined],
  ['no address from short notation', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': '0x7f.1'}, undefined],
]
for (const [address, clientIp, remoteAddress, headers, expected] of rows)
  test(`reads ${address} (${clientIp})`, () =>
    assert.equal(readClientIp({header: name => headers[name], remoteAddress}, {clientIp, isTrustedProxy}), expected))
