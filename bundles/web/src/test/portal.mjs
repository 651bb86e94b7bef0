// A browser that is signed in to a running portal, for the scripts beside this one.
import { chromium } from 'playwright-core'

export async function signedIn(base, password, options = {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await page.goto(`${base}/sign-in`)
  const send = (method, path, body) => page.evaluate(async ([m, p, b]) =>
    (await fetch(p, { method: m, headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/json' }, body: JSON.stringify(b) })).status, [method, path, body])
  const status = await send('POST', '/api/access/session', { name: 'admin', password })
  if (status !== 200) throw new Error(`sign-in answered ${status}`)
  const speak = (language) => send('PUT', '/api/access/me/language', { language })
  const open = async (address) => {
    await page.goto(new URL(address, base).href)
    await page.locator('h1').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('.sy-skeleton, .sy-row-bone, [aria-busy="true"]'))
  }
  return { page, open, speak, signOut: () => context.clearCookies({ name: /^(?!shuyuan_language)/ }), close: () => browser.close() }
}
