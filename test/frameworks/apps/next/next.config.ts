import {join} from 'node:path'
import type {NextConfig} from 'next'

const config: NextConfig = {
  // The package's own dependencies are installed above this folder.
  turbopack: {root: join(import.meta.dirname, '../../../..')},
}

export default config
