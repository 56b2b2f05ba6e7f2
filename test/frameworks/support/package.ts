import {join} from 'node:path'
import {installPackage as install} from '../../support/install-package.ts'

/** Installs the package for the apps. */
export const installPackage = (): string => install(join(import.meta.dirname, '..'))
