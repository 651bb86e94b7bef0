// Makes the pictures of README and user guide from a running demonstration portal:
//   npm run pictures -- http://127.0.0.1:8181 <password of admin>
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { signedIn } from './portal.mjs'

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
const portal = await signedIn(base, password)
await portal.speak('zh-CN')
for (const [name, address, width, height] of pages) {
  await portal.page.setViewportSize({ width, height })
  await portal.open(address)
  await portal.page.screenshot({ path: join(out, `${name}.png`) })
}
await portal.close()
