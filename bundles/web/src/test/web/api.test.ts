import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { apiOf, etagOf, forgetAhead, hooks } from '../../main/web/sdk/core/api'
import { Problem } from '../../main/web/sdk/core/problem'
import { session, type Me } from '../../main/web/sdk/core/session'

type Call = { url: string; init: RequestInit & { headers: Headers } }
let calls: Call[]
const answers = (...given: Response[]) =>
  vi.stubGlobal('fetch', vi.fn(async (url: string, init: Call['init']) => {
    calls.push({ url, init })
    return given.shift()!
  }))
const json = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers } })

beforeEach(() => {
  calls = []
  session.me = { account: { id: 'a', name: 'wang', displayName: '王' }, person: null, unit: { id: 'u1', name: '支行', zone: 'Asia/Shanghai' }, units: [], permissions: [], portal: { name: '' } } as Me
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  hooks.signIn = undefined
  hooks.conflict = undefined
})

describe('the requests of a module', () => {
  it('name the unit, the language and what the server needs to trust a write', async () => {
    answers(json({ id: 1 }))
    await apiOf('books').post('items', { title: 'x' })
    expect(calls[0]!.url).toBe('/api/books/items?unit=u1')
    expect(calls[0]!.init.headers.get('X-Shuyuan')).toBe('1')
    expect(calls[0]!.init.headers.get('Accept-Language')).toBe('zh-CN')
    expect(calls[0]!.init.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  })

  it('take what the page asked for before the scripts had come, once and in their own language only', async () => {
    const early = window as { shuyuanAhead?: Record<string, Promise<Response>> }
    early.shuyuanAhead = { 'zh-CN /api/access/me': Promise.resolve(json({ early: true })), 'en /api/books/items': Promise.resolve(json({ early: true })) }
    answers(json({ early: false }), json({ early: false }))
    expect(await apiOf('access').get('me', {}, { unit: false })).toEqual({ early: true })
    expect(await apiOf('access').get('me', {}, { unit: false })).toEqual({ early: false })
    expect(await apiOf('books').get('items', {}, { unit: false })).toEqual({ early: false })
    forgetAhead()
    expect(early.shuyuanAhead).toBeUndefined()
  })

  it('repeat a write with the same key while the module is being updated', async () => {
    vi.useFakeTimers()
    answers(json({}, 503, { 'Retry-After': '1' }), json({ ok: true }))
    const answer = apiOf('books').post('items', {})
    await vi.advanceTimersByTimeAsync(1500)
    expect(await answer).toEqual({ ok: true })
    expect(calls[1]!.init.headers.get('Idempotency-Key')).toBe(calls[0]!.init.headers.get('Idempotency-Key'))
  })

  it('say that the portal is out of reach when the line breaks in the middle of an answer', async () => {
    answers(new Response(new ReadableStream({ start: (half) => (half.enqueue(new TextEncoder().encode('{"items":[')), half.error(new TypeError('Failed to fetch'))) })))
    await expect(apiOf('books').get('items')).rejects.toMatchObject({ code: 'web.offline' })
  })

  it('go on after signing in again', async () => {
    hooks.signIn = async () => true
    answers(json({ title: 'x' }, 401), json({ ok: true }))
    expect(await apiOf('books').put('items/1', { a: 1 })).toEqual({ ok: true })
    expect(calls).toHaveLength(2)
    expect(calls[1]!.init.body).toBe('{"a":1}')
  })

  it('end in a cancelled problem when the person does not sign in', async () => {
    hooks.signIn = async () => false
    answers(json({ title: 'x' }, 401))
    await expect(apiOf('books').get('items')).rejects.toMatchObject({ status: 401, cancelled: true })
  })

  it('send the ETag that a record came with and merge what another changed', async () => {
    answers(json({ id: 1, title: 'old' }, 200, { ETag: '"1"' }), json({ title: 't', current: { title: 'theirs' } }, 412, { ETag: '"2"' }), json({ done: true }))
    hooks.conflict = async (mine) => ({ ...(mine as object), title: 'theirs' })
    const record = await apiOf('books').get('items/1')
    expect(etagOf(record)).toBe('"1"')
    await apiOf('books').put('items/1', { title: 'mine' }, { match: record })
    expect(calls[1]!.init.headers.get('If-Match')).toBe('"1"')
    expect(calls[2]!.init.headers.get('If-Match')).toBe('"2"')
    expect(calls[2]!.init.body).toBe('{"title":"theirs"}')
  })

  it('tell what the server said about each field', async () => {
    answers(json({ title: '填写有误', code: 'books.invalid', errors: [{ field: 'title', message: '必填' }] }, 422))
    const problem = await apiOf('books').post('items', {}).catch((e: unknown) => e as Problem)
    expect(problem).toMatchObject({ status: 422, code: 'books.invalid', errors: [{ field: 'title', message: '必填' }] })
  })
})
