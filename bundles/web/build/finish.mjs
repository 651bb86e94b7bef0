// Turns Vite's output into what the servlets serve: index.html with the import map, hashed vue, and .gz beside each file.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { transformWithEsbuild } from 'vite'
import { reference } from './reference.mjs'

const home = join(import.meta.dirname, '..')
const built = join(home, 'target/web-build')
const out = join(home, 'target/web')
rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'assets'), { recursive: true })
mkdirSync(join(out, 'lib'), { recursive: true })

const manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8'))
cpSync(built, join(out, 'assets'), { recursive: true, filter: (from) => !/manifest\.json$|third-party\.txt$/.test(from) })
cpSync(join(built, 'third-party.txt'), join(out, 'third-party.txt'))
const entry = (source) => {
  const found = manifest[source]
  if (!found) throw new Error(`no ${source} in the manifest`)
  return found
}
const vue = readFileSync(join(createRequire(import.meta.url).resolve('vue/package.json'), '../dist/vue.runtime.esm-browser.prod.js'))
const vueFile = `/lib/vue-${createHash('sha256').update(vue).digest('hex').slice(0, 8)}.js`
writeFileSync(join(out, vueFile), vue)

const imports = {
  vue: vueFile,
  'element-plus': `/assets/${entry('lib/element-plus.ts').file}`,
  '@shuyuan/ui': `/assets/${entry('sdk/index.ts').file}`,
  '@lib/fullcalendar': `/assets/${entry('lib/fullcalendar.ts').file}`,
  '@lib/': '/lib/',
}
const shell = entry('shell/main.ts')
const preload = new Set()
const styles = new Set()
const walk = (key) => {
  const part = manifest[key]
  for (const css of part.css ?? []) styles.add(css)
  for (const next of part.imports ?? []) {
    if (preload.has(manifest[next]?.file) || !manifest[next]) continue
    preload.add(manifest[next].file)
    walk(next)
  }
}
walk('shell/main.ts')
const first = (await transformWithEsbuild(readFileSync(join(home, 'src/main/web/first.js'), 'utf8'), 'first.js', { minify: true, target: 'es5', charset: 'utf8', sourcemap: false })).code.trim()

const icon = readFileSync(join(home, 'src/main/web/icon.svg'))
writeFileSync(join(out, 'lib/icon.svg'), icon)
const html = readFileSync(join(home, 'src/main/web/index.html'), 'utf8')
  .replace('/lib/icon.svg', `data:image/svg+xml;base64,${icon.toString('base64')}`)
  .replace('<!--head-->', () => [
    `<script>${first}</script>`,
    `<script type="importmap">${JSON.stringify({ imports })}</script>`,
    ...[...styles].map((css) => `<link rel="stylesheet" href="/assets/${css}">`),
    `<link rel="modulepreload" href="${vueFile}">`,
    ...[...preload].map((file) => `<link rel="modulepreload" href="/assets/${file}">`),
    // the page keeps the one of its own language
    ...['zh-CN', 'zh-TW', 'en'].map((language) => `<link rel="modulepreload" hreflang="${language}" href="/assets/${entry(`i18n/pack-${language}.ts`).file}">`),
    `<link rel="modulepreload" href="${imports['@shuyuan/ui']}">`,
    `<meta name="shuyuan-live" content="/assets/${entry('lib/live-worker.ts').file}">`,
    `<script type="module" src="/assets/${shell.file}"></script>`,
  ].join('\n  '))
writeFileSync(join(out, 'index.html'), html)

// The SDK's types, for editors and for checking plain modules.
const types = join(home, 'target/types')
if (existsSync(types)) {
  cpSync(types, join(out, 'types'), { recursive: true })
  reference(types, join(out, 'reference'))
}

let total = 0
for (const folder of ['assets', 'lib']) {
  for (const name of readdirSync(join(out, folder))) {
    if (!['.js', '.css', '.json', '.svg'].includes(extname(name))) continue
    const packed = gzipSync(readFileSync(join(out, folder, name)), { level: 9 })
    writeFileSync(join(out, folder, `${name}.gz`), packed)
  }
}
for (const file of [vueFile, `/assets/${shell.file}`, ...[...preload, ...styles].map((f) => `/assets/${f}`)]) total += gzipSync(readFileSync(join(out, file)), { level: 9 }).length
console.log(`first page: ${preload.size + styles.size + 4} files, ${(total / 1024).toFixed(0)} KB compressed, without the language's texts`)
