import assert from 'node:assert/strict'
import {test} from 'node:test'
import ipaddr from 'ipaddr.js'
import {readClientIp} from '../../src/proxy/http/client-ip.ts'
import type {ClientIpSource} from '../../src/proxy/index.ts'

const trustedProxies = ['10.0.0.0/8', '2001:db8:ffff::/48'].map(range => ipaddr.parseCIDR(range))
const rows: [string, ClientIpSource, string | undefined, Record<string, string>, string | undefined][] = [
  ['the socket', 'socket', '203.0.113.9', {}, '203.0.113.9'],
  [
    'the socket, whatever is claimed',
    'socket',
    '203.0.113.9',
    {'x-forwarded-for': '1.1.1.1', 'cf-connecting-ip': '1.1.1.1'},
    '203.0.113.9',
  ],
  ['a mapped address as IPv4', 'socket', '::ffff:203.0.113.9', {}, '203.0.113.9'],
  ['IPv6 in its canonical form', 'socket', '2001:0DB8:0:0:0:0:0:1', {}, '2001:db8::1'],
  ['nothing where the runtime tells nothing', 'socket', undefined, {'x-forwarded-for': '1.1.1.1'}, undefined],
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
    'the socket where it is no trusted proxy',
    'x-forwarded-for',
    '203.0.113.9',
    {'x-forwarded-for': '1.1.1.1'},
    '203.0.113.9',
  ],
  ['the proxy itself where the header is empty', 'x-forwarded-for', '10.0.0.1', {}, '10.0.0.1'],
  [
    'the proxy itself where the last hop is no address',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '203.0.113.9, unknown'},
    '10.0.0.1',
  ],
  ['a trusted IPv6 proxy', 'x-forwarded-for', '2001:db8:ffff::1', {'x-forwarded-for': '203.0.113.9'}, '203.0.113.9'],
  ['the edge’s header', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': '203.0.113.9'}, '203.0.113.9'],
  [
    'nothing of a malformed edge header',
    'cf-connecting-ip',
    '10.0.0.1',
    {'cf-connecting-ip': '203.0.113.9, 1.1.1.1'},
    undefined,
  ],
  [
    'the visitor where a claim is longer than the chain',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': `${'6.6.6.6, '.repeat(500)}203.0.113.9`},
    '203.0.113.9',
  ],
  [
    'the last hop as it is, with spaces around',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': ' 6.6.6.6 ,\t203.0.113.9 '},
    '203.0.113.9',
  ],
  ['a mapped visitor as IPv4', 'x-forwarded-for', '10.0.0.1', {'x-forwarded-for': '::ffff:203.0.113.9'}, '203.0.113.9'],
  [
    'a mapped proxy as the IPv4 that is trusted',
    'x-forwarded-for',
    '::ffff:10.0.0.1',
    {'x-forwarded-for': '203.0.113.9'},
    '203.0.113.9',
  ],
  [
    'the first hop where all of them are trusted',
    'x-forwarded-for',
    '10.0.0.1',
    {'x-forwarded-for': '10.1.1.1, 10.2.2.2'},
    '10.1.1.1',
  ],
  ['nothing beyond an empty hop', 'x-forwarded-for', '10.0.0.1', {'x-forwarded-for': '203.0.113.9,'}, '10.0.0.1'],
  [
    'nothing of an address with a zone',
    'cf-connecting-ip',
    '10.0.0.1',
    {'cf-connecting-ip': 'fe80::1%eth0<script>'},
    undefined,
  ],
  ['nothing of a name', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': 'localhost'}, undefined],
  ['nothing of an empty edge header', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': ''}, undefined],
  ['nothing of an octal address', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': '0177.0.0.1'}, undefined],
  ['nothing of an address in short form', 'cf-connecting-ip', '10.0.0.1', {'cf-connecting-ip': '0x7f.1'}, undefined],
]
for (const [what, clientIp, remoteAddress, headers, address] of rows)
  test(`takes ${what} (${clientIp})`, () =>
    assert.equal(readClientIp({header: name => headers[name], remoteAddress}, {clientIp, trustedProxies}), address))
