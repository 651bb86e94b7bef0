// A developer's door to a running portal: pages of all bundles straight from their sources, everything else from the portal.
//   npm run dev -- http://127.0.0.1:8181 [port]     (npm run bundle after a change of the shell or the SDK; modules' files at once)
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { extname, join, normalize } from 'node:path'

const portal = new URL(process.argv[2] ?? 'http://127.0.0.1:8181')
const port = Number(process.argv[3] ?? 8190)
const bundles = join(import.meta.dirname, '../..')
const built = join(bundles, 'web/target/web')
const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.html': 'text/html; charset=utf-8' }
const source = (module, ...path) => join(bundles, module, 'src/main/resources/shuyuan', ...path)
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Descriptor and texts as they stand in the sources, in the place of those that run. */
function fresh(answer, language) {
  for (const module of answer.modules ?? []) {
    if (!existsSync(source(module.id, 'module.json'))) continue
    const { navigation = [], routes = [], cards = [], styles = [] } = read(source(module.id, 'module.json'))
    Object.assign(module, { navigation, routes, cards, styles, texts: read(source(module.id, 'i18n', `${language}.json`)) })
  }
  return answer
}
function freshTexts(answer, language) {
  for (const module of Object.keys(answer)) if (existsSync(source(module, 'i18n', `${language}.json`))) answer[module] = read(source(module, 'i18n', `${language}.json`))
  return answer
}
function send(res, file) {
  if (!existsSync(file)) return res.writeHead(404).end()
  res.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'no-store' })
  createReadStream(file).pipe(res)
}
function pass(req, res, change) {
  const headers = { ...req.headers, host: portal.host, ...(req.headers.origin ? { origin: portal.origin } : {}), ...(change ? { 'accept-encoding': 'identity', 'if-none-match': '' } : {}) }
  const asked = request({ hostname: portal.hostname, port: portal.port || 80, path: req.url, method: req.method, headers }, (answer) => {
    if (!change || answer.statusCode !== 200) {
      res.writeHead(answer.statusCode, answer.headers)
      return answer.pipe(res)
    }
    const parts = []
    answer.on('data', (part) => parts.push(part)).on('end', () => {
      const text = change(Buffer.concat(parts).toString())
      const { 'content-length': _length, etag: _etag, 'cache-control': _kept, ...rest } = answer.headers
      res.writeHead(200, rest).end(text)
    })
  })
  asked.on('error', (error) => res.headersSent ? res.end() : res.writeHead(502).end(error.message))
  res.on('close', () => asked.destroy())
  req.pipe(asked)
}

createServer((req, res) => {
  const path = normalize(decodeURIComponent(new URL(req.url, 'http://x').pathname)).replaceAll('\\', '/')
  const [, first, module, , ...rest] = path.split('/')
  if (first === 'assets' || first === 'lib') return send(res, join(built, path))
  if (first === 'm' && readdirSync(bundles).includes(module)) return send(res, source(module, 'web', ...rest))
  if (path === '/api/modules/active') return pass(req, res, (text) => JSON.stringify(fresh(JSON.parse(text), req.headers['accept-language'] ?? 'zh-CN')))
  if (path === '/api/modules/texts') return pass(req, res, (text) => JSON.stringify(freshTexts(JSON.parse(text), new URL(req.url, 'http://x').searchParams.get('language'))))
  // The policy comes with the portal's own page: its import map has another hash, so this one goes without.
  return first === 'api' ? pass(req, res) : send(res, join(built, 'index.html'))
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port} → ${portal.origin}`))
