import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
// @ts-expect-error plain module
import { roll } from '../../../../attendance/src/main/resources/shuyuan/web/roll.js'
import { mayLeave } from '../../main/web/sdk/core/guards'
import { Problem } from '../../main/web/sdk/core/problem'
import { contextFor, show } from './modules'

const person = (id: string, name: string, state: string | null = null) => ({ person: { id, name, unit: '', position: '', number: '' }, expected: true, state, reason: null, note: null, minutes: null, came: null, left: null, makeUp: null })
let stored: ReturnType<typeof person>[]
const put = vi.fn()
const api = {
  get: vi.fn(async (path: string) => (path.endsWith('/roll') ? { items: structuredClone(stored) }
    : { title: '周会', start: '2026-11-27T01:00:00Z', end: '2026-11-27T02:00:00Z', kind: { name: '' }, unit: { name: '' }, state: 'open', mayTake: true, expected: 2, reasons: {}, missed: [], links: [], tally: { madeUp: 0 } })),
  put,
}
/** The server as it is: a mark is taken where nobody was faster. */
const takes = async (_path: string, body: { marks: { person: string; was: string | null; state: string }[] }) => {
  const overtaken = body.marks.filter((m) => stored.find((r) => r.person.id === m.person)!.state !== m.was)
  if (overtaken.length) throw new Problem({ status: 409, code: 'attendance.marked-meanwhile', title: 'x' })
  for (const m of body.marks) stored.find((r) => r.person.id === m.person)!.state = m.state
  return { items: structuredClone(stored) }
}
const offline = async () => { throw new Problem({ status: 0, code: 'web.offline', title: 'x' }) }
let page: { el: HTMLElement; end: () => void }
const open = async () => {
  page = show(roll, await contextFor('attendance', api))
  await flushPromises()
}
const button = (id: string, state: string) => page.el.querySelector<HTMLButtonElement>(`[data-person="${id}"] [data-state="${state}"]`)!
const mark = (id: string, state: string) => button(id, state).click()
const pass = async (ms = 400) => {
  vi.advanceTimersByTime(ms)
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  localStorage.clear()
  stored = [person('a', '甲'), person('b', '乙')]
  put.mockReset().mockImplementation(takes)
})
afterEach(() => {
  page.end()
  vi.useRealTimers()
  document.body.replaceChildren()
})

describe('taking the roll', () => {
  it('counts and filters what was marked at once', async () => {
    await open()
    const open1 = () => page.el.querySelector('.attendance-chip')!.textContent!.replace(/\s+/g, ' ').trim()
    expect(open1()).toBe('state.open 2')
    mark('a', 'present')
    await flushPromises()
    expect(open1()).toBe('state.open 1')
    page.el.querySelector<HTMLButtonElement>('.attendance-chip')!.click()
    await flushPromises()
    expect(page.el.querySelectorAll('.attendance-row')).toHaveLength(1)
    mark('b', 'present')
    await flushPromises()
    expect(page.el.querySelectorAll('.attendance-row')).toHaveLength(0)
  })

  it('keeps marks that could not be sent over a reload of the page, and sends them then', async () => {
    put.mockImplementation(offline)
    await open()
    mark('a', 'present')
    await pass()
    expect(stored[0]!.state).toBeNull()
    page.end()
    put.mockImplementation(takes)
    await open()
    expect(button('a', 'present').getAttribute('aria-pressed')).toBe('true')
    await pass()
    expect(stored[0]!.state).toBe('present')
    expect(Object.keys(localStorage).filter((k) => k.includes('draft'))).toEqual([])
  })

  it('puts the marks back where the session ended, and does not ask to sign in again by itself', async () => {
    put.mockImplementation(async () => { throw Object.assign(new Problem({ status: 401, code: 'rest.unauthenticated', title: 'x' }), { cancelled: true }) })
    await open()
    mark('a', 'present')
    await pass()
    // the sign-in dialog belongs to the request: it is not a quiet one
    expect(put.mock.calls[0]![2]?.quiet).toBeFalsy()
    await pass(60_000)
    expect(put).toHaveBeenCalledTimes(1)
    expect(button('a', 'present').getAttribute('aria-pressed')).toBe('true')
    put.mockImplementation(takes)
    mark('b', 'absent')
    await pass()
    expect(stored.map((r) => r.state)).toEqual(['present', 'absent'])
  })

  it('sends the later of two marks of one person as the first, where the first could not be sent', async () => {
    let fail: (problem: unknown) => void = () => undefined
    put.mockImplementation(() => new Promise((_, reject) => (fail = reject)))
    await open()
    mark('a', 'present')
    await pass()
    mark('a', 'late')
    await flushPromises()
    fail(new Problem({ status: 0, code: 'web.offline', title: 'x' }))
    await flushPromises()
    put.mockImplementation(takes)
    await pass(3000)
    expect(stored[0]!.state).toBe('late')
  })

  it('loses only the mark that somebody else was faster with', async () => {
    await open()
    stored[0]!.state = 'late'
    mark('a', 'present')
    mark('b', 'present')
    await pass()
    await pass(3000)
    expect(stored.map((r) => r.state)).toEqual(['late', 'present'])
  })

  it('sends what waits before the page is left, and asks only where that fails', async () => {
    await open()
    mark('a', 'present')
    expect(await mayLeave()).toBe(true)
    expect(stored[0]!.state).toBe('present')
    put.mockImplementation(offline)
    mark('b', 'present')
    const leaving = mayLeave()
    await flushPromises()
    expect(document.body.textContent).toContain('离开此页？')
    vi.useRealTimers()
    ;[...document.querySelectorAll<HTMLButtonElement>('.el-dialog button')].find((b) => b.textContent === '取消')!.click()
    expect(await leaving).toBe(false)
  })
})
