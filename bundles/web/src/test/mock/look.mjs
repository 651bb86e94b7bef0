// Opens every page in three languages and two widths, checks each with axe-core and the policy, and keeps pictures in target/pictures.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { start } from './server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const out = join(import.meta.dirname, '../../../target/pictures')
mkdirSync(out, { recursive: true })
const portal = await start(0)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
let findings = 0
const only = process.argv[2]
const click = (selector) => async (page) => { await page.locator(selector).first().click(); await page.waitForTimeout(400) }
const pages = [
  ['dashboard', '/'], ['table', '/contacts'], ['form', '/contacts/new'], ['form-wrong', '/contacts/new', click('button[type=submit]')], ['record', '/contacts/items/p1'], ['calendar', '/contacts/plan'],
  ['week', '/contacts/plan?view=week'], ['list', '/contacts/plan?view=list'],
  ['account', '/account'], ['password', '/account?tab=password'], ['tokens', '/account?tab=tokens'], ['api-docs', '/api-docs', click('summary')], ['gone', '/nothing'], ['bell', '/', click('.sy-bell')], ['units', '/', click('button.sy-unit')],
  ['account-menu', '/', click('.sy-account')], ['columns', '/contacts', click('.sy-toolbar-end button >> nth=-1')], ['date', '/contacts/new', click('.sy-date input')], ['person', '/contacts/new', click('[data-field=leader] .el-select__wrapper')],
  ['conflict', '/contacts/items/p2', async (page) => { portal.world.version++; await page.locator('input').first().fill('王大明'); await page.locator('button[type=submit]').click(); await page.waitForTimeout(700) }],
  ['leave', '/contacts/new', async (page) => { await page.locator('input').first().fill('王大明'); await page.locator('.sy-back').click(); await page.waitForTimeout(500) }],
  ['token', '/account?tab=tokens', click('.sy-card-head button')],
  ['expired', '/contacts', async (page) => { portal.world.signedIn = false; await page.locator('.sy-search input').fill('王'); await page.waitForTimeout(900); portal.world.signedIn = true }],
  ['sign-in', '/sign-in', undefined, { signedIn: false }], ['setup', '/setup?code=x', undefined, { signedIn: false }],
  ['setup-unit', '/setup?code=x', async (page) => { const f = page.locator('input'); await f.nth(0).fill('王建国'); await f.nth(1).fill('wangjg'); await f.nth(2).fill('long-password'); await f.nth(3).fill('long-password'); await page.locator('button[type=submit]').click(); await page.waitForTimeout(400) }, { signedIn: false }],
]
for (const [language, width] of process.env.QUICK ? [['zh-CN', 1440], ['zh-CN', 390]] : [['zh-CN', 1440], ['zh-CN', 390], ['zh-TW', 1440], ['en', 390], ['en', 1440]]) {
  for (const [name, address, act, state] of pages) {
    if (only && !only.split(',').includes(name)) continue
    Object.assign(portal.world, { signedIn: true, language, state: 'active' }, state)
    const context = await browser.newContext({ viewport: { width, height: width < 641 ? 844 : 900 }, locale: language, reducedMotion: 'reduce' })
    await context.addCookies([{ name: 'shuyuan_language', value: language, url: portal.url }])
    const page = await context.newPage()
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && !/401|412|404|422/.test(m.text()) && (findings++, console.log(`${name} ${language} ${width} console: ${m.text().slice(0, 300)}`)))
    page.on('pageerror', (e) => (findings++, console.log(`${name} ${language} ${width} threw: ${e.message}`)))
    try {
      await page.goto(portal.url + address)
      await page.waitForSelector('h1')
      await page.waitForTimeout(700)
      if (width < 641 && ['units', 'account-menu', 'bell'].includes(name) === false && name === 'dashboard') { await page.screenshot({ path: join(out, `drawer-closed-${language}.png`) }) }
      if (act) await act(page)
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
      for (const v of violations) { findings++; console.log(`${name} ${language} ${width} axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + ' :: ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 220)).join(' || ')}`) }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 1) { findings++; console.log(`${name} ${language} ${width} is ${wide}px too wide`) }
      await page.screenshot({ path: join(out, `${name}-${language}-${width}.png`), fullPage: width < 641 })
    } catch (error) { findings++; console.log(`${name} ${language} ${width} failed: ${error.message.slice(0, 400)}`) }
    await context.close()
  }
}
await browser.close()
portal.close()
console.log(findings ? `${findings} findings` : 'no findings')
process.exit(findings ? 1 : 0)
