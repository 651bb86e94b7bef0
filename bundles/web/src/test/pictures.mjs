// Makes the pictures of README and user guide from a running demonstration portal:
//   npm run pictures -- http://127.0.0.1:8181 <password of admin> [set-up link of another, fresh portal]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { signedIn } from './portal.mjs'

const [base, password, setup] = process.argv.slice(2)
const out = join(import.meta.dirname, '../../../../docs/user-guide/images')
mkdirSync(out, { recursive: true })
const pages = [
  ['dashboard', '/', 1280, 720], ['calendar', '/calendar', 1280, 860], ['calendar-phone', '/calendar', 390, 800],
  ['event-new', '/calendar/new', 1280, 860], ['calendar-import', '/calendar/import', 1280, 600],
  ['people', '/directory/people', 1280, 800], ['people-phone', '/directory/people', 390, 800], ['units', '/directory/units', 1280, 720], ['groups', '/directory/groups', 1280, 720], ['outside', '/directory/outside', 1280, 600],
  ['roster-import', '/directory/import', 1280, 700], ['modules', '/modules', 1280, 900], ['modules-history', '/modules/history', 1280, 600],
  ['accounts', '/access', 1280, 720], ['roles', '/access/roles', 1280, 800], ['audit', '/access/audit', 1280, 720], ['mine', '/account?tab=sessions', 1280, 620],
  ['rights-who', '/access/rights?permission=calendar.write', 1280, 720], ['rights-what', '/access/rights?tab=what', 1280, 620], ['stand-ins', '/account?tab=stand-ins', 1280, 520],
  ['second-factor', '/account?tab=factor', 1280, 520],
  ['notices', '/notices', 1280, 600],
]
const portal = await signedIn(base, password)
const picture = async (name, address, width, height) => {
  await portal.page.setViewportSize({ width, height })
  await portal.open(address)
  await portal.page.screenshot({ path: join(out, `${name}.png`) })
}
await portal.speak('zh-CN')
for (const [name, address, width, height] of pages) await picture(name, base + address, width, height)
// somebody who left, made for the picture
const left = await portal.page.evaluate(async () => {
  const send = async (path, body, match) => (await fetch(path, { method: 'POST', headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/json', ...(match ? { 'If-Match': match } : {}) }, body: JSON.stringify(body) }))
  const unit = (await (await fetch('/api/access/me')).json()).unit.id
  const made = await send(`/api/directory/people?unit=${unit}`, { name: '王建国', number: 'PIC', gender: 'male', birth: '1961-03', phone: '13812345678', mail: 'wang@example.com', position: '副行长', category: '班子成员', unit })
  const { id } = await made.json()
  await send(`/api/directory/people/${id}/leave?unit=${unit}`, {}, made.headers.get('ETag'))
  return id
})
await picture('anonymise', `${base}/directory/people/${left}/anonymise`, 1280, 1180)
await portal.signOut()
await picture('sign-in', `${base}/sign-in`, 1280, 720)
// where mail is set up; this portal has none
await portal.page.route('**/api/access/portal', async (route) => route.fulfill({ json: { ...(await (await route.fetch()).json()), reset: true } }))
await portal.page.route('**/api/access/reset/link', (route) => route.fulfill({ json: { account: '1021', least: 8 } }))
await picture('forgotten', `${base}/forgotten`, 1280, 620)
await picture('reset', `${base}/reset#${'A'.repeat(43)}`, 1280, 720)
await portal.page.unroute('**/api/access/portal')
// what the page looks like where sources outside are set up; this portal has none
await portal.page.route('**/api/access/outside', (route) => route.fulfill({ json: { items: [{ id: 'ldap', kind: 'password', label: '单位统一账号' }, { id: 'oidc', kind: 'redirect', label: '统一身份认证' }] } }))
await picture('sign-in-outside', `${base}/sign-in`, 1280, 720)
if (setup) await picture('setup', setup, 1280, 820)
await portal.close()
