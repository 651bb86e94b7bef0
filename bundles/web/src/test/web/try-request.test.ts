import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import type { Confirm } from '../../main/web/sdk/core/dialogs'
import { session, type Me } from '../../main/web/sdk/core/session'
import TryRequest from '../../main/web/shell/pages/TryRequest.vue'
import { addressOf, curlOf, example, serverOf, type Description } from '../../main/web/shell/pages/api-request'

let asked: Confirm[]
let sure: boolean
vi.mock('../../main/web/sdk/core/dialogs', () => ({ confirm: async (question: Confirm) => (asked.push(question), sure) }))

const description: Description = {
  servers: [{ url: '/api/books' }],
  paths: {
    '/items/{id}': {
      get: { summary: 'One.', parameters: [{ name: 'id', in: 'path', required: true }] },
      put: {
        summary: 'Changes a book.', 'x-needs': { permissions: ['books.write'] }, requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } } },
        parameters: [{ name: 'id', in: 'path', required: true }, { name: 'unit', in: 'query' }, { name: 'If-Match', in: 'header', required: true }],
      },
    },
    '/items': { post: { summary: 'Adds a book.', parameters: [{ name: 'Idempotency-Key', in: 'header' }], requestBody: { content: { 'application/json': {} } } } },
    '/books/news': { get: { servers: [{ url: '/api/registers' }], summary: 'News.', parameters: [{ name: 'q', in: 'query' }] } },
  },
  components: { schemas: { Book: { type: 'object', properties: { title: { type: 'string' }, copies: { type: 'integer', minimum: 1 }, lender: { type: 'string', format: 'uuid', nullable: true }, kind: { enum: ['novel', 'poem'] }, parts: { type: 'array', items: { $ref: '#/components/schemas/Book' } } } } } },
}
let calls: { url: string; init: RequestInit & { headers: Record<string, string> } }[]
let answers: Response[]

beforeEach(async () => {
  await useLanguage('en')
  session.language = 'en'
  session.me = { account: { id: 'a', name: 'wang', displayName: '王' }, person: null, unit: { id: 'u1', name: 'Branch', zone: 'Asia/Shanghai' }, units: [], permissions: [], portal: { name: '' } } as Me
  asked = []
  sure = true
  calls = []
  answers = []
  vi.stubGlobal('fetch', async (url: string, init: any) => {
    calls.push({ url, init })
    return answers.shift() ?? new Response('{"ok":true}', { status: 200, headers: { 'Content-Type': 'application/json', ETag: '"4"' } })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

describe('a request that is made from a description', () => {
  it('begins with a body of its schema: nothing where nothing may stand, and an end where it contains itself', () => {
    expect(example({ $ref: '#/components/schemas/Book' }, description)).toEqual({ title: '', copies: 1, lender: null, kind: 'novel', parts: [] })
  })

  it('goes to where the path stands, with what was filled in and nothing else', () => {
    expect(addressOf(serverOf(description, description.paths!['/items/{id}']!.put!), '/items/{id}', description.paths!['/items/{id}']!.put!.parameters!, { 'path id': 'a b', 'query unit': 'u1' })).toBe('/api/books/items/a%20b?unit=u1')
    expect(addressOf(serverOf(description, description.paths!['/books/news']!.get!), '/books/news', [{ name: 'q', in: 'query' }], { 'query q': '' })).toBe('/api/registers/books/news')
  })

  it('is written down as a program sends it: by a token, and without the word of the browser', () => {
    expect(curlOf('post', '/api/books/items', { 'X-Shuyuan': '1', 'Content-Type': 'application/json' }, `{"title":"it's"}`))
      .toBe(`curl -X POST -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"title":"it'\\''s"}' 'http://localhost:3000/api/books/items'`)
  })
})

const open = (path: string, method: 'get' | 'put' | 'post') => mount(TryRequest, { attachTo: document.body, props: { description, path, method, operation: description.paths![path]![method]! } })
const field = (wrapper: ReturnType<typeof open>, name: string) => wrapper.find(`[id$="${name}"]`)
const press = async (label: string) => {
  const button = [...document.querySelectorAll('button')].filter((one) => one.textContent?.trim() === label).pop()!
  button.click()
  await flushPromises()
}

describe('the form of a request', () => {
  it('sends a read at once and shows status, headers and content', async () => {
    const wrapper = open('/books/news', 'get')
    await press('Send')
    expect(calls[0]!.url).toBe('/api/registers/books/news')
    expect(calls[0]!.init.headers['X-Shuyuan']).toBeUndefined()
    expect(wrapper.find('[role=status]').text()).toContain('200')
    expect(wrapper.find('pre').text()).toBe('{\n  "ok": true\n}')
    expect(wrapper.find('details').text()).toMatch(/etag: "4"/i)
  })

  it('says what is missing and sends nothing', async () => {
    const wrapper = open('/items/{id}', 'put')
    await press('Send')
    expect(wrapper.find('[role=alert]').text()).toBe('Fill in: id')
    await field(wrapper, 'path id').setValue('7')
    await field(wrapper, 'body').setValue('{')
    await press('Send')
    expect(wrapper.find('[role=alert]').text()).toContain('not JSON')
    expect(calls).toEqual([])
  })

  it('writes only after a question that names what is done, with the version that was read', async () => {
    const wrapper = open('/items/{id}', 'put')
    expect(wrapper.text()).toContain('you hold none of the permissions')
    await field(wrapper, 'path id').setValue('7')
    await press('Read the version')
    expect((field(wrapper, 'header If-Match').element as HTMLInputElement).value).toBe('"4"')
    calls = []
    sure = false
    await press('Send')
    expect(asked[0]!.title).toBe('Changes a book.')
    expect(asked[0]!.text).toContain('PUT /api/books/items/7?unit=u1')
    expect(asked[0]!.text).toContain('Branch')
    expect(calls).toEqual([])
    sure = true
    await press('Send')
    expect(calls[0]!.init).toMatchObject({ method: 'PUT', headers: { 'X-Shuyuan': '1', 'If-Match': '"4"', 'Content-Type': 'application/json' } })
  })

  it('gives each new write a key of its own', async () => {
    open('/items', 'post')
    await press('Send')
    await press('Send')
    expect(calls).toHaveLength(2)
    const [first, second] = calls.map((one) => one.init.headers['Idempotency-Key'])
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).not.toBe(first)
  })
})
