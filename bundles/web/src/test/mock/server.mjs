// Serves target/web as the servlets do and answers the REST of the platform with invented data. For trying the pages; never shipped.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { module, notices, occurrences, people, units } from './data.mjs'

const web = join(import.meta.dirname, '../../../target/web')
const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html; charset=utf-8', json: 'application/json' }
export function start(port = 8190) {
  const world = { state: 'active', tag: '0.1.0-aaaaaaaa', signedIn: true, language: 'zh-CN', version: 1, streams: new Set(), requests: [], fail503: 0, setup: false }
  const tell = (event, data) => world.streams.forEach((s) => s.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
  const permissions = ['contacts.read', 'contacts.write', 'access.audit']
  const me = (unit) => ({ account: { id: 'a1', name: 'wangjg', displayName: '王建国', kind: 'person' }, person: { id: 'p0', name: '王建国' }, language: world.language, unit: { zone: 'Asia/Shanghai', ...(units.find((u) => u.id === unit) ?? units[0]) }, units, permissions, portal: { name: '青山县学习门户' } })
  const server = createServer(async (req, res) => {
    const url = new URL(req.url, 'http://x')
    const path = url.pathname
    world.requests.push(`${req.method} ${req.url}`)
    const html = readFileSync(join(web, 'index.html'), 'utf8')
    const hash = createHash('sha256').update(/<script type="importmap">(.*?)<\/script>/s.exec(html)[1]).digest('base64')
    res.setHeader('Content-Security-Policy', `default-src 'self'; script-src 'self' 'sha256-${hash}'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`)
    const lang = req.headers['accept-language'] ?? 'zh-CN'
    const json = (value, status = 200, headers = {}) => {
      res.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers })
      res.end(value === undefined ? '' : JSON.stringify(value))
    }
    const problem = (status, title, extra = {}) => json({ type: 'about:blank', status, title, detail: '请检查后重试。', code: 'mock.problem', ...extra }, status)
    let body = ''
    for await (const chunk of req) body += chunk
    const sent = body.startsWith('{') ? JSON.parse(body) : {}
    const file = (at, immutable) => {
      if (!existsSync(at)) return json({}, 404)
      const gz = existsSync(`${at}.gz`) && /gzip/.test(req.headers['accept-encoding'] ?? '')
      res.writeHead(200, { 'Content-Type': types[at.split('.').pop()] ?? 'text/plain', 'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache', ...(gz ? { 'Content-Encoding': 'gzip' } : {}) })
      res.end(readFileSync(gz ? `${at}.gz` : at))
    }
    if (path.startsWith('/assets/') || path.startsWith('/lib/')) return file(join(web, path), true)
    if (path.startsWith('/m/contacts/')) return path.includes(world.tag) && world.state !== 'gone' ? file(join(import.meta.dirname, 'modules', path.split('/').pop()), true) : json({}, 404)
    if (path === '/mock') { Object.assign(world, sent); if (sent.state || sent.tag) tell('modules', { revision: Date.now() }); if (sent.notice) tell('notice', sent.notice); return json({ requests: world.requests.splice(0) }) }
    if (!path.startsWith('/api/')) return file(join(web, 'index.html'))
    if (path === '/api/access/portal') return json({ name: '青山县学习门户', needsSetup: world.setup, languages: ['zh-CN', 'zh-TW', 'en'], demo: true })
    if (path === '/api/access/session' && req.method === 'POST') return sent.password === 'right-password' ? ((world.signedIn = true), json(me())) : problem(401, '账号或密码不正确', { code: 'access.wrong-password' })
    if (path === '/api/access/setup' && req.method === 'GET') return json({ profiles: [{ id: 'bank', name: '银行支行', description: '三会一课、中心组学习' }, { id: 'school', name: '学校', description: '教研与师德学习' }, { id: 'township', name: '乡镇机关', description: '主题党日与下乡' }] })
    if (path === '/api/access/setup') return json(me())
    if (!world.signedIn) return problem(401, '请先登录', { code: 'access.sign-in-needed' })
    if (path === '/api/access/session') { world.signedIn = false; return json(undefined, 204) }
    if (path === '/api/access/me') return json(me(url.searchParams.get('unit')))
    if (path === '/api/access/me/language') { world.language = sent.language; return json(undefined, 204) }
    if (path === '/api/access/me/password') return sent.current === 'right-password' ? json(undefined, 204) : problem(400, '填写有误', { errors: [{ field: 'current', message: '当前密码不正确。' }] })
    if (path === '/api/access/tokens') return json(req.method === 'POST' ? { id: 't2', secret: 'sy_7Jx2kP0vQm1dW9' } : { items: [{ id: 't1', name: '数据报送脚本', expires: '2027-03-01' }] }, req.method === 'POST' ? 201 : 200)
    if (path === '/api/access/audit') return json({ items: [{ id: 'e1', at: new Date().toISOString(), who: '李丽娟', action: 'contacts.change', before: '{"name":"王建"}', after: '{"name":"王建国"}' }], total: 1 })
    if (path === '/api/modules/active') return json({ revision: 1, modules: world.state === 'gone' ? [] : [module(world.state, lang, world.tag)] })
    if (path.startsWith('/api/modules/openapi/')) return json({ info: { title: 'Contacts' }, paths: { '/api/contacts/people': { get: { summary: '人员列表', parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, description: '搜索词' }], responses: { 200: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } } } }, post: { summary: '新建', requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Person' } } } }, responses: { 201: { description: 'created' } } } } }, components: { schemas: { Page: { properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Person' } } } }, Person: { required: ['name'], properties: { id: { type: 'string', format: 'uuid' }, name: { type: 'string' } } } } } })
    if (path === '/api/notices') return json({ items: notices, total: 2, unread: 1 })
    if (path === '/api/notices/read') return json(undefined, 204)
    if (path === '/api/notices/stream') { res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }); res.write(': hi\n\n'); if (world.unread !== undefined) res.write(`event: unread\ndata: {"count":${world.unread}}\n\n`); world.streams.add(res); req.on('close', () => world.streams.delete(res)); return }
    if (path === '/api/directory/units') return json({ items: units })
    if (path === '/api/directory/people/search') return json({ items: people.filter((p) => !url.searchParams.get('q') || p.name.includes(url.searchParams.get('q'))).slice(0, 20) })
    if (path.startsWith('/api/directory/people/')) return json(people.find((p) => p.id === path.split('/').pop()) ?? people[0])
    if (path.startsWith('/api/contacts')) {
      if (world.state === 'gone') return problem(404, '该功能未安装或已停用')
      if (world.fail503-- > 0) return json({}, 503, { 'Retry-After': '1' })
      if (path.endsWith('/occurrences')) return json({ items: occurrences() })
      if (path.endsWith('/people') && req.method === 'POST') return sent.number === 'YX1000' ? problem(422, '填写有误', { errors: [{ field: 'number', message: '工号 YX1000 已被使用。' }] }) : json({ id: 'new' }, 201)
      if (path.endsWith('/people')) {
        const q = url.searchParams.get('q') ?? ''
        const found = people.filter((p) => (p.name + p.number).includes(q) && (!url.searchParams.get('position') || p.position === url.searchParams.get('position')))
        const page = Number(url.searchParams.get('page') ?? 1), size = Number(url.searchParams.get('size') ?? 20)
        return json({ items: found.slice((page - 1) * size, page * size), total: found.length, page, size })
      }
      const person = people.find((p) => p.id === path.split('/').pop())
      if (!person) return problem(404, '找不到此人')
      if (req.method === 'PUT') {
        if (req.headers['if-match'] !== `"${world.version}"`) return json({ status: 412, title: '他人已先保存', code: 'rest.changed-meanwhile', current: { ...person, position: '副行长' }, changedBy: '李丽娟', changedAt: new Date().toISOString() }, 412, { ETag: `"${world.version}"` })
        Object.assign(person, sent); world.version++
      }
      return json(person, 200, { ETag: `"${world.version}"` })
    }
    return problem(404, '找不到')
  })
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({ server, world, tell, url: `http://127.0.0.1:${server.address().port}`, close: () => (world.streams.forEach((s) => s.end()), server.closeAllConnections(), server.close()) })))
}
if (process.argv[1] === import.meta.filename) await start(Number(process.env.PORT ?? 8190)).then((s) => console.log(s.url))
