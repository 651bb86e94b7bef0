// A developer's look at pages of a running portal: three languages, desk and phone, each checked with axe-core, pictures in target/pictures.
//   npm run look -- http://127.0.0.1:8181 <password of admin> [/calendar /directory/people …]
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { signedIn } from './portal.mjs'

const [base, password, ...given] = process.argv.slice(2)
const out = join(import.meta.dirname, '../../target/pictures')
mkdirSync(out, { recursive: true })
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const portal = await signedIn(base, password)
const { page } = portal
let findings = 0
let where = ''
const found = (what) => {
  findings++
  console.log(`${where}: ${what}`)
}
page.on('console', (message) => message.type() === 'error' && found(message.text().slice(0, 300)))
page.on('pageerror', (error) => found(error.message))
await portal.open('/')
// Without a choice: what the menu leads to, as a newcomer would go through it.
const addresses = given.length ? given : ['/', '/account', ...new Set(await page.locator('#side a').evaluateAll((links) => links.map((a) => a.pathname)))].filter((a, i, all) => all.indexOf(a) === i)
for (const language of ['zh-CN', 'zh-TW', 'en']) {
  await portal.speak(language)
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    await page.setViewportSize({ width, height })
    for (const address of addresses) {
      where = `${address} ${language} ${width}`
      await portal.open(address)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 0) found(`${wide} px too wide`)
      // Typed into the page by the debugger, which the policy of the portal does not hinder.
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
      for (const v of violations) found(`${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(' | ')}`)
      await page.screenshot({ path: join(out, `${address.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${language}-${width}.png`), fullPage: width < 641 })
    }
  }
}
await portal.speak('zh-CN')
await portal.close()
console.log(findings ? `${findings} findings` : 'no findings')
process.exitCode = findings ? 1 : 0
