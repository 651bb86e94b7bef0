import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { reference } from '../../../build/reference.mjs'

const home = resolve(import.meta.dirname, '../../..')
const types = join(home, 'target/types')
const out = mkdtempSync(join(tmpdir(), 'reference-'))
afterAll(() => rmSync(out, { recursive: true }))

describe.runIf(existsSync(types))('the reference pages of the kit', () => {
  const read = (name: string) => readFileSync(join(out, name), 'utf8')
  const pages = existsSync(types) ? reference(types, out) : []

  it('have a section for all that the SDK exports, and each component says what it is', () => {
    const sdk = read('sdk.html')
    const index = readFileSync(join(home, 'src/main/web/sdk/index.ts'), 'utf8')
    const names = [...index.matchAll(/export (?:type )?\{ ([^}]+) \}/g)].flatMap(([, list]) => list!.split(',').map((one) => one.trim().replace(/^type /, '').replace(/^.* as /, '')))
    for (const name of names) expect(sdk, name).toContain(`<section id="${name}">`)
    for (const name of names.filter((one) => one.startsWith('Sy'))) expect(sdk, name).toMatch(new RegExp(`<h2><code>${name}</code></h2><p>\\w`))
    expect(/<section id="SyTable">[\s\S]*?<\/section>/.exec(sdk)![0]).toMatch(/<code>load<\/code> \*[\s\S]*<code>size<\/code>[\s\S]*<code>20<\/code>[\s\S]*<code>reload<\/code>/)
  })

  it('have every member of the schemas, those inside others by their path', () => {
    expect(read('descriptor.html')).toContain('<code>registers[].fields[].options[].value</code> *')
    expect(read('pages.html')).toContain('<code>submit.path</code> *')
  })

  it('lead nowhere that is not there', () => {
    for (const name of pages.filter((one) => one.endsWith('.html') && one !== 'index.html')) {
      const text = read(name)
      for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) expect(text, `${name} ${id}`).toContain(`id="${id}"`)
    }
  })
})
