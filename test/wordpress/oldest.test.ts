import {testPlugin} from './support/plugin-tests.ts'

// The oldest that the plugin names: WordPress prints classic scripts only.
testPlugin({wordpress: '6.2', build: '6.2', php: '7.4'})
