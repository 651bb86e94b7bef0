// How soon the month stands in a browser that has nothing kept yet, on a line of 10 Mbit/s. See README.md.
//   node benchmarks/month.mjs http://127.0.0.1:8181 <password of admin> [times]
import { createRequire } from 'node:module'
import { join } from 'node:path'

const { chromium } = createRequire(join(import.meta.dirname, '../bundles/web/package.json'))('playwright-core')
const [base, password, times = '7'] = process.argv.slice(2)
const MBIT = 10
const LATENCY_MS = 2
const STUCK_MS = 15_000
let stuck = 0

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const known = await browser.newContext({ locale: 'zh-CN' })
const door = await known.newPage()
await door.goto(`${base}/sign-in`)
await door.evaluate(async (body) => fetch('/api/access/session', { method: 'POST', headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/json' }, body }), JSON.stringify({ name: 'admin', password }))
const storageState = await known.storageState()

/** In the page: tells the moment, in ms since the navigation began, at which the browser has drawn what is waited for. Asking for it from outside again and again would come late by up to half a second and cost the page its time. */
const watchFor = (until) => {
  const look = () => {
    const found = document.querySelector(until)
    if (!found?.getClientRects().length) return
    watching.disconnect()
    requestAnimationFrame(() => setTimeout(() => console.info(`stands ${performance.now()}`)))
  }
  const watching = new MutationObserver(look)
  watching.observe(document, { childList: true, subtree: true, attributes: true })
}

/** The month's events, and the page alone as the floor: the same files without what they ask for. */
async function cold(until) {
  const context = await browser.newContext({ locale: 'zh-CN', storageState, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(watchFor, until)
  const line = await context.newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: LATENCY_MS, downloadThroughput: MBIT * 125_000, uploadThroughput: MBIT * 125_000 })
  let bytes = 0
  line.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength })
  const stands = page.waitForEvent('console', { predicate: (said) => said.text().startsWith('stands '), timeout: STUCK_MS }).then((said) => Number(said.text().split(' ')[1]), () => undefined)
  await page.goto(`${base}/calendar`, { waitUntil: 'commit' })
  const took = await stands
  await context.close()
  if (took) return { took, bytes }
  // on the emulated line the browser now and then never begins with a page, not even with its own frame; without it none of ninety did so. It is told and made again.
  stuck++
  return cold(until)
}

const middle = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]
await cold('.sy-event')
const months = []
const frames = []
let bytes = 0
for (let i = 0; i < Number(times); i++) {
  frames.push((await cold('header')).took)
  const one = await cold('.sy-event')
  months.push(one.took)
  bytes = one.bytes
}
console.log(`month stands after ${Math.round(middle(months))} ms (${months.map(Math.round).join(', ')}), ${Math.round(bytes / 1024)} KB; the frame around it after ${Math.round(middle(frames))} ms: ratio ${(middle(months) / middle(frames)).toFixed(2)}; ${stuck} loads never began`)
await browser.close()
