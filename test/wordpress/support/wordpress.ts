import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {unzipSync} from 'fflate'
import {mountedAt, startPhp, type Php} from './php.ts'

/** Whether `npm ci --prefix test/wordpress` has been run. */
export const isInstalled = (): boolean => existsSync(join(packages, '@php-wasm/node')) && existsSync(builds)

/** A fresh WordPress with SQLite. Its log of errors, warnings and notices is empty as long as all is well. */
export interface WordPress extends Php {
  /** Publishes a post as the editor saves it for a user, and returns its URL. */
  publish(user: string, text: string): Promise<string>
  readLog(): string
}

const packages = fileURLToPath(new URL('../node_modules', import.meta.url))
const builds = join(packages, '@wp-playground/wordpress-builds')

/** The administrator; further users have the same password. */
export const admin = 'admin'
export const password = 'correct horse battery staple'

/** @param build name of a build in the package: a version, or `beta` */
export async function startWordPress(build: string, phpVersion: string): Promise<WordPress> {
  const folder = mkdtempSync(join(tmpdir(), 'wordpress-'))
  cpSync(join(builds, 'public', `wp-${build}`), folder, {recursive: true})
  unzip(join(builds, 'src/wordpress', `wp-${build}.zip`), folder)
  rmSync(join(folder, 'wp-content/database'), {recursive: true}) // the site that the build holds
  addSqlite(join(folder, 'wp-content'))
  cpSync(fileURLToPath(new URL('content', import.meta.url)), join(folder, 'wp-content'), {recursive: true})
  writeFileSync(join(folder, 'wp-config.php'), configuration)
  const php = await startPhp(phpVersion, folder)
  const close = async () => {
    await php.close()
    rmSync(folder, {recursive: true})
  }
  await install(php.origin).catch(async error => {
    await close()
    throw error
  })
  const log = join(folder, 'debug.log')
  const run: Php['run'] = code => php.run(`<?php require '${mountedAt}/wp-load.php'; ${code}`)
  return {
    ...php,
    run,
    publish: (user, text) =>
      run(`wp_set_current_user( 0, '${user}' ); kses_init();
        $text = base64_decode( '${Buffer.from(text).toString('base64')}' );
        $post = array( 'post_title' => 'A post', 'post_status' => 'publish', 'post_content' => $text );
        echo get_permalink( wp_insert_post( wp_slash( $post ) ) );`),
    readLog: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    close,
  }
}

function unzip(file: string, folder: string): void {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(file)))) {
    if (path.endsWith('/')) continue
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), bytes)
  }
}

/** WordPress's own plugin for SQLite: its drop-in finds it in the folder of plugins. */
function addSqlite(content: string): void {
  const plugins = join(content, 'plugins')
  unzip(join(builds, 'src/sqlite-database-integration/sqlite-database-integration.zip'), plugins)
  const plugin = join(plugins, 'sqlite-database-integration')
  cpSync(`${plugin}-main`, plugin, {recursive: true})
  rmSync(`${plugin}-main`, {recursive: true})
  cpSync(join(plugin, 'db.copy'), join(content, 'db.php'))
}

/** Logs all. */
const configuration = `<?php
$table_prefix = 'wp_';
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', '' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', '' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', '${mountedAt}/debug.log' );
define( 'DISABLE_WP_CRON', true );
define( 'FS_METHOD', 'direct' );
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
`

async function install(origin: string): Promise<void> {
  const response = await fetch(`${origin}/wp-admin/install.php?step=2`, {
    method: 'POST',
    body: new URLSearchParams({
      weblog_title: 'Test',
      user_name: admin,
      admin_password: password,
      admin_password2: password,
      admin_email: 'admin@example.com',
    }),
  })
  const page = await response.text()
  if (!response.ok || !page.includes('wp-login.php')) throw new Error(`WordPress is not installed: ${page}`)
}
