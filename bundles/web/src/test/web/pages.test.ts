import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { session, type Me } from '../../main/web/sdk/core/session'
import type { Context } from '../../main/web/sdk/core/view'
import { pageView } from '../../main/web/sdk/pages'
import { actionsOf, fieldOf, filled, flat, holds, loadChoices, nested } from '../../main/web/sdk/pages/parts'
import type { Page } from '../../main/web/sdk/pages/types'
import DashboardCard from '../../main/web/shell/DashboardCard.vue'

const answers = new Map<string, unknown>()
const asked: any[] = []
const sent: [string, string, unknown][] = []
const ctx = (permissions: string[] = []): Context => {
  session.me = { account: { id: 'a', name: 'wang', displayName: '王' }, person: null, unit: { id: 'u1', name: '支行', zone: 'Asia/Shanghai' }, units: [], permissions, portal: { name: '' } } as Me
  const write = (method: string) => async (path: string, body?: unknown) => (sent.push([method, path, body]), { id: '7' })
  return {
    module: 'books', unit: null, zone: 'Asia/Shanghai', params: { id: '3' }, query: {}, language: 'zh-CN', user: { id: 'a', name: 'wang', displayName: '王', person: null },
    t: (key: string) => `«${key}»`, can: (permission: string) => permissions.includes(permission), href: (to: string) => `/books/${to}`, navigate: vi.fn(), setQuery: vi.fn(), on: () => () => undefined,
    api: { get: async (path: string) => answers.get(path), post: write('POST'), put: (path: string, body: unknown, options: unknown) => (asked.push(options), write('PUT')(path, body)), patch: write('PATCH'), delete: async (path: string) => void sent.push(['DELETE', path, undefined]), upload: vi.fn(), download: vi.fn() },
  } as unknown as Context
}
let unmount: (() => void) | undefined
async function open(page: Page, where: Context, file: Record<string, Page> = {}) {
  await useLanguage('zh-CN')
  const el = document.createElement('div')
  document.body.append(el)
  unmount = pageView(page, file)(el, where)
  await vi.waitFor(() => expect(el.querySelector('.sy-skeleton, .sy-row-bone')).toBeNull())
  return el
}
afterEach(() => {
  unmount?.()
  document.body.replaceChildren()
  answers.clear()
  sent.length = 0
  asked.length = 0
})

const list: Page = {
  page: 'list', title: 'nav.books', load: 'books', search: 'book.search',
  columns: [
    { key: 'title', text: 'book.title', to: 'books/{id}' },
    { key: 'state', text: 'book.state', type: 'status', options: [{ value: 'in', text: 'state.in', kind: 'success' }] },
    { key: 'shelf', text: 'book.shelf', options: { load: 'shelves', value: 'id', text: 'name' } },
  ],
  actions: [{ text: 'book.new', to: 'books/new', permission: 'books.write' }],
}

describe('a list declared in JSON', () => {
  it('shows the rows with the words of its texts and of the REST', async () => {
    answers.set('books', { items: [{ id: '1', title: '论语', state: 'in', shelf: 's2' }], total: 1 }).set('shelves', { items: [{ id: 's2', name: '二号架' }] })
    const el = await open(list, ctx())
    expect(el.querySelector('h1')!.textContent).toBe('«nav.books»')
    expect(el.querySelector('td a')!.getAttribute('href')).toBe('/books/books/1')
    expect(el.querySelector('.sy-status')!.className).toContain('is-success')
    expect(el.querySelector('tbody')!.textContent).toContain('二号架')
  })

  it('may be the list of the record in the address', async () => {
    answers.set('books/3/parts', { items: [{ id: '1', title: '上卷' }], total: 1 })
    expect((await open({ page: 'list', title: 'nav.books', load: 'books/{id}/parts', columns: [{ key: 'title', text: 'book.title' }] }, ctx())).textContent).toContain('上卷')
  })

  it('offers an action only to those who may use it', async () => {
    answers.set('books', { items: [], total: 0 }).set('shelves', { items: [] })
    expect((await open(list, ctx())).textContent).not.toContain('«book.new»')
    unmount!()
    expect((await open(list, ctx(['books.write']))).textContent).toContain('«book.new»')
  })
})

describe('a form declared in JSON', () => {
  const form: Page = {
    page: 'form', title: 'book.edit', load: 'books/{id}', submit: { method: 'PUT', path: 'books/{id}' }, then: 'books/{id}',
    fields: [{ key: 'name.en', text: 'book.name', required: true }, { key: 'tags', text: 'book.tags', type: 'words' }, { key: 'shelf', text: 'book.shelf', type: 'static' }],
  }

  it('sends the record back in its own shape, without what is only shown, and goes where the answer says', async () => {
    answers.set('books/3', { id: '3', name: { en: 'Analects' }, tags: ['古籍', '经典'], shelf: '三号架' })
    const where = ctx()
    const el = await open(form, where)
    const [name, tags] = [...el.querySelectorAll('input')]
    expect(tags!.value).toBe('古籍、经典')
    name!.value = 'The Analects'
    name!.dispatchEvent(new Event('input'))
    tags!.value = '古籍，儒家'
    tags!.dispatchEvent(new Event('input'))
    el.querySelector('form')!.dispatchEvent(new Event('submit'))
    await vi.waitFor(() => expect(sent).toEqual([['PUT', 'books/3', { name: { en: 'The Analects' }, tags: ['古籍', '儒家'] }]]))
    await vi.waitFor(() => expect(where.navigate).toHaveBeenCalledWith('books/7', { replace: true }))
  })

  it('says in the dialog of a conflict what the form shows: each field by its name, codes in words', async () => {
    answers.set('books/3', { id: '3', name: { en: 'Analects' }, tags: [], state: 'in' })
    const el = await open({ ...form, fields: [...form.fields, { key: 'state', text: 'book.state', type: 'select', options: [{ value: 'in', text: 'state.in' }] }] } as Page, ctx())
    el.querySelector('form')!.dispatchEvent(new Event('submit'))
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    expect(asked[0].labels).toEqual({ 'name.en': '«book.name»', tags: '«book.tags»', shelf: '«book.shelf»', state: '«book.state»' })
    expect([asked[0].show('state', 'in'), asked[0].show('name.en', 'x')]).toEqual(['«state.in»', undefined])
  })

  it('shows what is only read as a list would: dates and codes in words', async () => {
    answers.set('books/3', { id: '3', bought: '2026-01-04T01:00:00Z', state: 'in' })
    const el = await open({ ...form, fields: [{ key: 'bought', text: 'book.bought', type: 'static' }, { key: 'state', text: 'book.state', type: 'static', options: [{ value: 'in', text: 'state.in' }] }] } as Page, ctx())
    expect([...el.querySelectorAll('.sy-field')].map((f) => f.textContent!.trim())).toEqual(['«book.bought»2026-01-04 09:00', '«book.state»«state.in»'])
  })

  it('sends nothing while a required field is empty, and says so beside it', async () => {
    answers.set('books/3', { id: '3', name: { en: '' }, tags: [] })
    const el = await open(form, ctx())
    el.querySelector('form')!.dispatchEvent(new Event('submit'))
    await vi.waitFor(() => expect(el.querySelector('.sy-error')!.textContent).toContain('«book.name»'))
    expect(el.querySelector('input')!.getAttribute('aria-invalid')).toBe('true')
    expect(sent).toEqual([])
  })
})

describe('the history of a record declared in JSON', () => {
  const trail = (before: unknown, after: unknown) => vi.stubGlobal('fetch', async () => Response.json({ items: [{ id: '1', at: '2026-11-26T05:00:00Z', who: '王', action: 'x', before, after }] }))
  const shelf = { load: 'shelves', value: 'id', text: 'name' }
  const show: Page = { page: 'record', title: 'book', load: 'books/{id}', cards: [{ facts: [{ key: 'title', text: 'book.title' }, { key: 'bought', text: 'book.bought', type: 'date' }] }], history: { title: 'book.history', subject: 'books.book/{id}', permission: 'access.audit' } }
  const file: Record<string, Page> = {
    show,
    loans: { page: 'list', title: 'nav.loans', load: 'books/{id}/loans', columns: [{ key: 'state', text: 'loan.state', options: [{ value: 'in', text: 'loan.back' }] }] },
    list: { page: 'list', title: 'nav.books', load: 'books', columns: [{ key: 'state', text: 'book.state', options: [{ value: 'in', text: 'state.in' }, { value: 'out', text: 'state.out' }] }] },
    create: { page: 'form', title: 'book.new', submit: { method: 'POST', path: 'books' }, fields: [{ key: 'shelf', text: 'book.shelf', type: 'select', options: shelf }] },
    readers: { page: 'list', title: 'nav.readers', load: 'readers', columns: [{ key: 'title', text: 'reader.title', options: [{ value: 'A', text: 'title.a' }] }] },
  }
  afterEach(() => vi.unstubAllGlobals())

  it('has the words of every page of the file that is about this record, and of no other', async () => {
    trail({ title: 'A', state: 'in', shelf: 's1', bought: '2026-01-04' }, { title: 'B', state: 'out', shelf: 's2', bought: '2026-01-05' })
    answers.set('books/3', { id: '3', title: 'B' }).set('shelves', [{ id: 's1', name: '一号架' }, { id: 's2', name: '二号架' }])
    const el = await open(show, ctx(['access.audit']), file)
    await vi.waitFor(() => expect([...el.querySelectorAll('.sy-history li li')].map((li) => li.textContent)).toEqual([
      '«book.title»: A → B', '«book.state»: «state.in» → «state.out»', '«book.shelf»: 一号架 → 二号架', '«book.bought»: 2026-01-04 → 2026-01-05']))
  })

  it('keeps nobody from the record when such words cannot be had, and asks for none where nobody may read it', async () => {
    trail({ shelf: 's1' }, { shelf: 's2' })
    answers.set('books/3', { id: '3', title: '论语' })
    const where = ctx(['access.audit'])
    const get = vi.fn(async (path: string) => (path === 'shelves' ? Promise.reject(new Error('no')) : answers.get(path)))
    Object.assign(where.api, { get })
    const el = await open(show, where, file)
    await vi.waitFor(() => expect(el.querySelector('.sy-history li li')!.textContent).toBe('«book.shelf»: s1 → s2'))
    unmount!()
    get.mockClear()
    expect((await open(show, Object.assign(ctx(), { api: where.api }), file)).textContent).toContain('论语')
    expect(get.mock.calls).toEqual([['books/3']])
  })
})

describe('what a page in JSON says', () => {
  it('takes {id} from the record, or else from the address, and encodes it', () => {
    expect(filled('books/{id}/of/{unit.id}', ctx(), { unit: { id: 'a/b' } })).toBe('books/3/of/a%2Fb')
  })
  it('reads conditions', () => {
    expect([holds('writable', { writable: true }), holds('!retired', { retired: true }), holds(undefined, {})]).toEqual([true, false, true])
  })
  it('reads the condition of a field by the values of the form, nested keys too', () => {
    const field = fieldOf(ctx(), undefined)({ key: 'until', text: 'x', when: 'repeats.on' })
    expect([field.show!({ 'repeats.on': true }), field.show!({ 'repeats.on': false }), field.show!({})]).toEqual([true, false, false])
  })
  it('fills {id} in the paths of choices, which may come as a bare list', async () => {
    answers.set('books/3/parts', [{ id: 'p', name: '上卷' }]).set('shelves/s2/rows', { items: [{ id: 'r', name: '一行' }] })
    const parts = { load: 'books/{id}/parts', value: 'id', text: 'name' }
    const rows = { load: 'shelves/{shelf.id}/rows', value: 'id', text: 'name' }
    const found = await loadChoices(ctx(), [{ options: parts }, { options: rows }], Promise.resolve({ shelf: { id: 's2' } }))
    expect([found.get(parts), found.get(rows)]).toEqual([[{ value: 'p', text: '上卷' }], [{ value: 'r', text: '一行' }]])
  })
  it('lays nested keys flat and back', () => {
    const record = { name: { en: 'x', 'zh-CN': '甲' }, position: 3 }
    expect(nested(flat(record, ['name.en', 'name.zh-CN', 'position']))).toEqual(record)
  })
  it('leaves out actions whose condition does not hold', () => {
    expect(actionsOf(ctx(), [{ text: 'a', to: 'x', when: 'mayChange' }, { text: 'b', to: 'y/{id}' }], { id: 9 }, () => undefined)).toEqual([expect.objectContaining({ text: '«b»', to: 'y/9' })])
  })
})

describe('a card declared in JSON', () => {
  const card: Page = { page: 'card', load: 'books', query: { size: 5 }, columns: [{ key: 'title', text: 'book.title', to: 'books/{id}' }, { key: 'bought', text: 'book.bought', type: 'date' }] }

  it('shows the first rows and leads on', async () => {
    answers.set('books', { items: [{ id: '1', title: '论语', bought: '2026-01-04' }] })
    const el = await open(card, ctx())
    expect(el.querySelector('li a')!.getAttribute('href')).toBe('/books/books/1')
    expect(el.querySelector('li')!.textContent).toContain('2026')
  })

  it('steps aside where there is nothing, unless it has a word for that', async () => {
    answers.set('books', { items: [] })
    const hideCard = vi.fn()
    await open(card, { ...ctx(), hideCard })
    expect(hideCard).toHaveBeenLastCalledWith(true)
    unmount!()
    hideCard.mockClear()
    expect((await open({ ...card, empty: 'card.none' }, { ...ctx(), hideCard })).textContent).toContain('«card.none»')
    expect(hideCard).not.toHaveBeenCalled()
  })
})

describe('a card that stepped aside', () => {
  it('is there again when there is something to say', async () => {
    let tell: (event: unknown) => void = () => undefined
    const hideCard = vi.fn()
    answers.set('books', { items: [] })
    await open({ page: 'card', load: 'books', columns: [{ key: 'title', text: 'book.title' }] }, { ...ctx(), hideCard, on: (_event, handler) => ((tell = handler), () => undefined) })
    answers.set('books', { items: [{ id: '1', title: '论语' }] })
    tell({ module: 'books', type: 'book' })
    await vi.waitFor(() => expect(hideCard).toHaveBeenLastCalledWith(false))
  })
  it('shows its panel again', async () => {
    const shown = mount(DashboardCard, { props: { module: { id: 'books', texts: {}, routes: [] } as never, card: { id: 'due', text: 'x', view: 'c.js#due' } }, global: { stubs: { ViewHost: true } }, attachTo: document.body })
    const host = shown.findComponent({ name: 'ViewHost' })
    host.vm.$emit('hide', true)
    await nextTick()
    expect(shown.find('section').isVisible()).toBe(false)
    host.vm.$emit('hide', false)
    await nextTick()
    expect(shown.find('section').isVisible()).toBe(true)
    shown.unmount()
  })
})

describe('the prose of a record', () => {
  it('is shown as the text it is', async () => {
    answers.set('books/3', { id: '3', title: '论语', body: '一\n<b>二</b>' })
    const el = await open({ page: 'record', title: 'book.page', heading: 'title', load: 'books/{id}', cards: [{ title: 'book.body', prose: 'body' }] }, ctx())
    expect(el.querySelector('.sy-prose')!.textContent).toBe('一\n<b>二</b>')
  })
})
