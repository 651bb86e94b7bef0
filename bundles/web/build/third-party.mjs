// What of others goes to the browser: the packages whose code is really bundled, with their licences and the texts of these.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const packageOf = (id) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[1]
const modules = join(import.meta.dirname, '../node_modules')
/** Comes to the browser as its own ready-made file (finish.mjs), not through the bundler. */
const readyMade = ['vue', '@vue/runtime-dom', '@vue/runtime-core', '@vue/reactivity', '@vue/shared'].map((name) => join(modules, name))

/** `name version<tab>licence` a line, a blank line, then the texts; packages with the same text share it. */
function list(folders) {
  const lines = []
  const texts = new Map()
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    lines.push(`${name} ${version}\t${license ?? ''}`)
    const file = readdirSync(folder).find((f) => /^licen[cs]e(\.|$)/i.test(f))
    if (!file) continue
    const text = readFileSync(join(folder, file), 'utf8').trim().replaceAll('\r\n', '\n')
    texts.set(text, [...(texts.get(text) ?? []), name])
  }
  return `${lines.sort().join('\n')}\n\n${[...texts].map(([text, names]) => `---- ${names.join(', ')}\n\n${text}\n`).join('\n\n')}`
}

/** Writes third-party.txt beside what the bundler writes. */
export const thirdParty = () => ({
  name: 'third-party',
  generateBundle(_, bundle) {
    const folders = new Set(readyMade.map((f) => f.replaceAll('\\', '/')))
    for (const chunk of Object.values(bundle)) for (const id of chunk.moduleIds ?? []) if (packageOf(id)) folders.add(packageOf(id))
    this.emitFile({ type: 'asset', fileName: 'third-party.txt', source: list([...folders].sort()) })
  },
})
