// Makes the pictures of README and user guide from a running demonstration portal:
//   node src/test/pictures.mjs http://127.0.0.1:8181 <password of admin> [set-up link of another, fresh portal]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [base, password, setup] = process.argv.slice(2)
const out = join(import.meta.dirname, '../../../../docs/user-guide/images')
mkdirSync(out, { recursive: true })
const pages = [
  ['dashboard', '/', 1280, 720], ['calendar', '/calendar', 1280, 860], ['calendar-phone', '/calendar', 390, 800],
  ['event-new', '/calendar/new', 1280, 860], ['calendar-import', '/calendar/import', 1280, 600],
  ['people', '/directory/people', 1280, 800], ['people-phone', '/directory/people', 390, 800], ['units', '/directory/units', 1280, 720],
  ['roster-import', '/directory/import', 1280, 700], ['modules', '/modules', 1280, 900], ['modules-history', '/modules/history', 1280, 600],
  ['accounts', '/access', 1280, 720], ['roles', '/access/roles', 1280, 800], ['audit', '/access/audit', 1280, 720], ['mine', '/account?tab=sessions', 1280, 620],
  ['notices', '/notices', 1280, 600],
]
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const context = await browser.newContext({ locale: 'zh-CN' })
const page = await context.newPage()
async function picture(name, address, width, height) {
  await page.setViewportSize({ width, height })
  await page.goto(address)
  await page.waitForLoadState('domcontentloaded')
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.el-skeleton, [aria-busy="true"]'))
  await page.screenshot({ path: join(out, `${name}.png`) })
}
if (setup) await picture('setup', setup, 1280, 820)
await picture('sign-in', base + '/sign-in', 1280, 720)
const status = await page.evaluate(async (secret) => {
  const body = JSON.stringify({ name: 'admin', password: secret })
  return (await fetch('/api/access/session', { method: 'POST', headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/json' }, body })).status
}, password)
if (status !== 200) throw new Error(`sign-in answered ${status}`)
for (const [name, address, width, height] of pages) await picture(name, base + address, width, height)
await browser.close()
