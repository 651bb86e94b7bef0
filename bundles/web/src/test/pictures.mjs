// Makes the pictures of README and user guide from a running demonstration portal:
//   node src/test/pictures.mjs http://127.0.0.1:8181 <password of admin>
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [base, password] = process.argv.slice(2)
const out = join(import.meta.dirname, '../../../../docs/user-guide/images')
mkdirSync(out, { recursive: true })
const pages = [
  ['dashboard', '/', 1280, 720], ['calendar', '/calendar', 1280, 860], ['calendar-phone', '/calendar', 390, 800],
  ['event-new', '/calendar/new', 1280, 860], ['calendar-import', '/calendar/import', 1280, 600],
  ['people', '/directory/people', 1280, 800], ['people-phone', '/directory/people', 390, 800], ['units', '/directory/units', 1280, 720],
  ['roster-import', '/directory/import', 1280, 700], ['modules', '/modules', 1280, 800], ['accounts', '/access', 1280, 720],
  ['audit', '/access/audit', 1280, 720],
]
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const context = await browser.newContext({ locale: 'zh-CN' })
const page = await context.newPage()
await page.goto(base + '/sign-in')
const status = await page.evaluate(async (secret) => {
  const body = JSON.stringify({ name: 'admin', password: secret })
  return (await fetch('/api/access/session', { method: 'POST', headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/json' }, body })).status
}, password)
if (status !== 200) throw new Error(`sign-in answered ${status}`)
for (const [name, address, width, height] of pages) {
  await page.setViewportSize({ width, height })
  await page.goto(base + address)
  await page.waitForLoadState('domcontentloaded')
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.el-skeleton, [aria-busy="true"]'))
  await page.screenshot({ path: join(out, `${name}.png`) })
}
await browser.close()
