import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { session, type Me } from '../../main/web/sdk/core/session'
import '../../main/web/sdk/pages'
import { contextOf, viewOf, type ActiveModule } from '../../main/web/shell/modules'

const moduleOf = (id: string, tag: string): ActiveModule => ({
  id, version: '0.1.0', tag, state: 'active', platform: false, base: `/m/${id}/${tag}/`, texts: { 'module.name': `${id} in the menu` }, navigation: [], routes: [], cards: [], banners: [], styles: [],
})
const textsAsked: URL[] = []

beforeEach(() => {
  textsAsked.length = 0
  session.me = { account: { id: 'a', name: 'wang', displayName: '王' }, person: null, unit: { id: 'u1', name: '支行', zone: 'Asia/Shanghai' }, units: [], permissions: [], portal: { name: '' } } as Me
  vi.stubGlobal('fetch', vi.fn(async (address: string) => {
    const url = new URL(address, 'http://portal')
    if (url.pathname !== '/api/modules/texts') return new Response(JSON.stringify({ list: { type: 'list' } }))
    textsAsked.push(url)
    // films has another version by now: the server leaves it out
    const known = url.searchParams.getAll('of').map((one) => one.split(':')[0]!).filter((id) => id !== 'films')
    return new Response(JSON.stringify(Object.fromEntries(known.map((id) => [id, { 'module.name': id, greeting: `hello from {who}` }]))), { headers: { 'Content-Type': 'application/json' } })
  }))
})
afterEach(() => vi.unstubAllGlobals())

it('brings the texts of all modules of a dashboard in one request, and once for each version', async () => {
  const books = moduleOf('books', '0.1.0-a')
  const shelves = moduleOf('shelves', '0.1.0-b')
  await Promise.all([viewOf(books, 'x.json#list'), viewOf(books, 'x.json#list'), viewOf(shelves, 'x.json#list')])
  expect(textsAsked).toHaveLength(1)
  expect(textsAsked[0]!.searchParams.getAll('of')).toEqual(['books:0.1.0-a', 'shelves:0.1.0-b'])
  expect(textsAsked[0]!.searchParams.get('language')).toBe('zh-CN')
  expect(contextOf(books, {}, []).t('greeting', { who: 'Wang' })).toBe('hello from Wang')

  await viewOf(books, 'x.json#list')
  expect(textsAsked).toHaveLength(1)
  await viewOf(moduleOf('books', '0.2.0-c'), 'x.json#list')
  expect(textsAsked).toHaveLength(2)
})

it('goes on with the texts of the menu where a version is just being replaced', async () => {
  const films = moduleOf('films', '0.1.0-a')
  await viewOf(films, 'x.json#list')
  expect(contextOf(films, {}, []).t('module.name')).toBe('films in the menu')
})
