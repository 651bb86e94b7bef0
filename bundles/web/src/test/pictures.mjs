// Makes the pictures of README and user guide from a running demonstration portal:
//   npm run pictures -- http://127.0.0.1:8181 <password of admin> [set-up link of another, fresh portal]
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signedIn } from './portal.mjs'

const [base, password, setup] = process.argv.slice(2)
const out = join(import.meta.dirname, '../../../../docs/user-guide/images')
mkdirSync(out, { recursive: true })
const pages = [
  ['dashboard', '/', 1280, 720], ['calendar', '/calendar', 1280, 860], ['calendar-phone', '/calendar', 390, 800],
  ['event-new', '/calendar/new', 1280, 860], ['calendar-import', '/calendar/import', 1280, 600],
  ['people', '/directory/people', 1280, 800], ['people-phone', '/directory/people', 390, 800], ['units', '/directory/units', 1280, 720], ['groups', '/directory/groups', 1280, 720], ['outside', '/directory/outside', 1280, 600],
  ['roster-import', '/directory/import', 1280, 700], ['modules', '/modules', 1280, 900], ['modules-here', '/modules/here', 1280, 420],
  ['accounts', '/access', 1280, 720], ['roles', '/access/roles', 1280, 800], ['audit', '/access/audit', 1280, 720], ['mine', '/account?tab=sessions', 1280, 620],
  ['rights-who', '/access/rights?permission=calendar.write', 1280, 720], ['rights-what', '/access/rights?tab=what', 1280, 620], ['stand-ins', '/account?tab=stand-ins', 1280, 520],
  ['second-factor', '/account?tab=factor', 1280, 520],
  ['notices', '/notices', 1280, 600],
  ['calendar-subscribe', '/calendar/subscribe', 1280, 520], ['holidays', '/calendar/holidays', 1280, 620], ['study-days', '/calendar/study-days', 1280, 620], ['obligations', '/calendar/obligations', 1280, 1000],
  ['resources', '/resources', 1280, 720],
]
const portal = await signedIn(base, password)
/** A module of the examples, another version of it that does not run, the history of both, and the end of the first one's data. */
async function modules() {
  const { page } = portal
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'))
  const good = join(import.meta.dirname, '../../../../examples/reading/target/shuyuan-example-reading-0.1.0.jar')
  const bad = join(folder, 'reading-0.2.0.jar')
  copyFileSync(good, bad)
  mkdirSync(join(folder, 'db/migration'), { recursive: true })
  writeFileSync(join(folder, 'db/migration/V9__chapters.sql'), 'alter table reading_chapter add column title varchar(100);')
  writeFileSync(join(folder, 'version.mf'), 'Bundle-Version: 0.2.0\n')
  execFileSync('jar', ['ufm', bad, join(folder, 'version.mf'), '-C', folder, 'db'], { stdio: 'ignore' })
  const dialog = page.getByRole('dialog').and(page.locator(':not(.is-closing)'))
  const shown = async (name) => (await page.waitForTimeout(400), page.screenshot({ path: join(out, `${name}.png`) }))
  const button = (text) => dialog.getByRole('button', { name: text, exact: true })
  await page.setViewportSize({ width: 1280, height: 800 })
  await portal.open(`${base}/modules`)
  const choose = (file) => page.locator('main input[type=file]').setInputFiles(file)
  await choose(good)
  await button('安装').waitFor()
  await shown('modules-plan')
  await button('安装').click()
  await button('关闭').click()
  await choose(bad)
  await button('更新').click()
  await dialog.getByRole('alert').waitFor()
  await shown('modules-failed')
  await picture('modules-history', `${base}/modules/history`, 1280, 640)
  await portal.open(`${base}/modules`)
  const row = page.locator('main table tbody tr').filter({ hasText: '(reading)' })
  await row.getByText('停用', { exact: true }).click()
  await button('停用').click()
  await row.getByText('清除数据…').waitFor()
  // as after a backup, which is made on the server
  await page.route('**/api/modules/reading/purge*', async (route) => route.fulfill({ json: { ...(await (await route.fetch()).json()), backup: new Date().toISOString(), problem: null, advice: null } }))
  await row.getByText('清除数据…').click()
  await button('永久清除').waitFor()
  await shown('modules-purge')
  await page.unroute('**/api/modules/reading/purge*')
  rmSync(folder, { recursive: true })
}
const picture = async (name, address, width, height) => {
  await portal.page.setViewportSize({ width, height })
  await portal.open(address)
  await portal.page.screenshot({ path: join(out, `${name}.png`) })
}
await portal.speak('zh-CN')
for (const [name, address, width, height] of pages) await picture(name, base + address, width, height)
// a gathering that is under way, half of its roll taken
const gathering = await portal.page.evaluate(async () => {
  const send = async (method, path, body) => (await fetch(path, { method, headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json()
  const unit = (await send('GET', '/api/access/me')).unit.id
  const at = (minutes) => new Date(Date.now() + 8 * 3600e3 + minutes * 60e3).toISOString().slice(0, 16)
  const kind = (await send('GET', `/api/calendar/kinds?unit=${unit}`)).items[0].id
  const start = at(-10)
  const event = await send('POST', `/api/calendar/events?unit=${unit}`, { kind, title: '集中学习：金融服务乡村振兴', place: '三楼会议室', start, end: at(80), units: [unit] })
  const { id } = await send('POST', `/api/calendar/events/${event.id}/occurrences/${start}/gathering?unit=${unit}`, {})
  const roll = (await send('GET', `/api/attendance/gatherings/${id}/roll?unit=${unit}`)).items
  const states = ['present', 'present', 'late', 'present', 'on-leave', 'present', 'present', 'absent', 'present', 'present']
  await send('PUT', `/api/attendance/gatherings/${id}/marks?unit=${unit}`, { marks: roll.slice(0, 48).map((r, i) => ({ person: r.person.id, state: states[i % 10], reason: states[i % 10] === 'on-leave' ? 'official-trip' : null })) })
  await send('POST', `/api/attendance/gatherings/${id}/door?unit=${unit}`, { grace: 5, addresses: '' })
  const slides = new Blob(['%PDF-1.7 ', 'x'.repeat(2_400_000)])
  await fetch(`/api/calendar/events/${event.id}/materials?unit=${unit}&name=${encodeURIComponent('金融服务乡村振兴讲稿.pdf')}`, { method: 'POST', headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/octet-stream' }, body: slides })
  await send('POST', `/api/calendar/events/${event.id}/materials/addresses?unit=${unit}`, { title: '专题片：田野上的银行（38 分钟）', address: 'http://nas.example/video/tianye.mp4' })
  return { id, event: event.id }
})
await picture('materials', `${base}/calendar/events/${gathering.event}`, 1280, 760)
await picture('roll', `${base}/attendance/gatherings/${gathering.id}`, 1280, 1000)
await portal.open(`${base}/attendance/gatherings/${gathering.id}/screen`)
await portal.page.locator('.attendance-code img').waitFor()
await portal.page.screenshot({ path: join(out, 'sign-in-screen.png') })
// study to be made up by all who missed it, a turn of the rota, an event that is in the way of another, and the PC at the door
const more = await portal.page.evaluate(async (id) => {
  const send = async (method, path, body) => (await fetch(path, { method, headers: { 'X-Shuyuan': '1', 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) })).json()
  const unit = (await send('GET', '/api/access/me')).unit.id
  const day = (days) => new Date(Date.now() + 8 * 3600e3 + days * 864e5).toISOString().slice(0, 10)
  await send('POST', `/api/attendance/make-up/all?unit=${unit}`, { gathering: id, task: '自学会议材料，写 300 字体会', due: day(7) })
  const { items } = await send('GET', `/api/calendar/rotas?unit=${unit}`)
  const { secret } = await send('POST', `/api/attendance/stations?unit=${unit}`, { gathering: id, name: '三楼会议室门口' })
  const wednesday = [...Array(7).keys()].map((n) => day(n + 1)).find((d) => new Date(`${d}T00:00:00Z`).getUTCDay() === 3)
  return { rota: items[0].id, secret, wednesday }
}, gathering.id)
await picture('make-up', `${base}/attendance/make-up`, 1280, 720)
await picture('rota', `${base}/calendar/rotas/${more.rota}`, 1280, 1000)
await portal.page.setViewportSize({ width: 1280, height: 1500 })
await portal.open(`${base}/calendar/new?start=${more.wednesday}T09:00&end=${more.wednesday}T11:00`)
const clashes = portal.page.locator('[data-field="clashes"]')
await portal.page.locator('.calendar-clashes').waitFor()
await clashes.screenshot({ path: join(out, 'clashes.png') })
await portal.page.setViewportSize({ width: 1024, height: 640 })
await portal.page.goto(`${base}/api/attendance/station#${more.secret}`)
await portal.page.locator('#clock:not(:empty)').waitFor()
await portal.page.screenshot({ path: join(out, 'station.png') })
// the demonstration portal has issued one
const circular = await portal.page.evaluate(async () => {
  const unit = (await (await fetch('/api/access/me')).json()).unit.id
  return (await (await fetch(`/api/attendance/circulations?unit=${unit}`)).json()).items[0].id
})
await picture('attendance-circular', `${base}/attendance/circulations/${circular}`, 1280, 1300)
await picture('attendance-figures', `${base}/attendance/figures?by=unit`, 1280, 860)
// the demonstration portal has a study plan in force
const plan = await portal.page.evaluate(async () => {
  const unit = (await (await fetch('/api/access/me')).json()).unit.id
  return (await (await fetch(`/api/calendar/plans?unit=${unit}`)).json()).items[0].id
})
await picture('plan', `${base}/calendar/plans/${plan}`, 1280, 860)
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
await modules()
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
