import {testPlugin} from './support/plugin-tests.ts'

// The newest WordPress that npm has: script modules, since 6.5.
testPlugin({wordpress: '6.6', build: 'beta', php: '8.3'})
