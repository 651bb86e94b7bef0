import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
// @ts-expect-error plain module
import { evidence, figures } from '../../../../attendance/src/main/resources/shuyuan/web/figures.js'
// @ts-expect-error plain module
import { circulation } from '../../../../attendance/src/main/resources/shuyuan/web/circulation.js'
// @ts-expect-error plain module
import { mine } from '../../../../attendance/src/main/resources/shuyuan/web/mine.js'
import { contextFor, show } from './modules'

const tally = { base: 4, hundredths: 300, rate: 75, present: 3, late: 0, leftEarly: 0, onLeave: 1, absent: 1, exempt: 0, observer: 0, open: 2, madeUp: 1 }
const rules = { leaveExcused: true, lateCounts: 100, earlyCounts: 100, target: 90, makeUpCounts: 60, from: null, openEnd: true, earlyGrace: 5 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(new Date('2026-01-02T04:00:00Z'))
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})
const links = (el: HTMLElement) => [...el.querySelectorAll('a')].map((a) => a.getAttribute('href')!)

it('opens every count down to its marks, and a unit to its own figures', async () => {
  const answer = { items: [{ key: 'b1', name: '东支行', detail: null, tally, below: true, opens: 'unit' }, { key: 'null', name: '不属于任何单位', detail: null, tally: { ...tally, absent: 0 }, below: false, opens: null }],
    total: 2, below: 1, all: tally, gatherings: 5, untaken: 2, groupsOn: '2026-01-02', rules }
  const api = { get: vi.fn(async (path: string) => (path === 'figures' ? answer : { items: [] })) }
  const page = show(figures, await contextFor('attendance', api, { query: { by: 'unit', scope: 'people', from: '2026-01-01' } }))
  await flushPromises()
  const found = links(page.el)
  const period = '&scope=people&from=2026-01-01'
  const row = `figures/evidence?by=unit&key=b1&of=${encodeURIComponent('东支行')}${period}`
  const all = `figures/evidence?by=all&of=figures.all${period}`
  expect(found).toEqual(expect.arrayContaining([`figures?by=unit&unit=b1${period}`, `${row}&state=base`, `${row}&state=present`, `${row}&state=absent`, `${row}&state=open`, `${row}&madeUp=true`]))
  expect(found).toEqual(expect.arrayContaining([`${all}&state=base`, `${all}&state=open`, `${all}&madeUp=true`, `figures?by=gathering${period}`, '?state=untaken&from=2026-01-01']))
  expect(found.filter((href) => href.startsWith('figures/evidence?by=unit&key=null')).some((href) => href.endsWith('state=absent'))).toBe(false)
  expect(found).toContain(`figures/evidence?by=unit&key=null&of=${encodeURIComponent('不属于任何单位')}${period}`)
  expect(page.el.textContent).toContain('figures.group-day')
  expect(api.get).toHaveBeenCalledWith('figures', expect.objectContaining({ by: 'unit', scope: 'people' }))
  page.end()
})

it('leads from the evidence to those rolls only that may be read', async () => {
  const row = { gathering: 'g1', title: '全行学习', start: '2026-01-01T09:00:00+08:00', unit: { id: 'u1', name: '县支行' }, person: { id: 'p', name: '李娜' }, state: 'present', makeUp: null, minutes: null, opens: false, taken: true }
  const api = { get: vi.fn(async (path: string) => (path === 'figures/evidence' ? { items: [row, { ...row, gathering: 'g2', opens: true }], total: 2 } : { items: [] })) }
  const page = show(evidence, await contextFor('attendance', api, { query: { by: 'all', state: 'open', scope: 'people' } }))
  await flushPromises()
  expect(links(page.el)).toContain('gatherings/g2')
  expect(links(page.el)).not.toContain('gatherings/g1')
  expect(api.get).toHaveBeenCalledWith('figures/evidence', expect.objectContaining({ by: 'all', state: 'open', scope: 'people' }))
  page.end()
})

it('opens every count of a circular', async () => {
  const c = { id: '7', version: 1, title: '通报', language: 'zh-CN', unit: { id: 'u1', name: '支行' }, from: '2025-10-01', to: '2025-12-31', kind: null, opening: '', counted: '', gatherings: 5, people: 3, below: 1, all: tally, date: '', issuedAt: '2026-01-01T09:00:00+08:00',
    issuedBy: '王', withdrawal: null, now: null, mayWithdraw: false, sections: [{ heading: '一', text: null, part: 'department', rows: [{ key: 'd1', name: '办公室', detail: null, tally, below: false }] }] }
  const page = show(circulation, await contextFor('attendance', { get: vi.fn(async () => c) }))
  await flushPromises()
  const period = '&from=2025-10-01&to=2025-12-31&unit=u1'
  const row = `figures/evidence?by=department&key=d1&of=${encodeURIComponent('办公室')}${period}`
  expect(links(page.el)).toEqual(expect.arrayContaining([`${row}&state=base`, `${row}&state=on-leave`, `${row}&state=absent`, `${row}&madeUp=true`, `figures?by=gathering${period}`, `figures/evidence?by=all&of=figures.all${period}&state=open`]))
  expect(links(page.el)).not.toContain(`${row}&state=late`)
  page.end()
})

it('shows of an earlier year what was, and of the year before what can still be objected to', async () => {
  const mark = { gathering: 'g1', title: '年终学习', start: '2025-12-29T09:00:00+08:00', unit: { id: 'u1', name: '支行' }, person: { id: 'p', name: '李娜' }, state: 'absent', makeUp: null, minutes: null, opens: false, taken: true }
  const own = { somebody: true, items: [], total: 0, still: [mark], tally, minutes: 0, since: 2024, rules }
  const api = { get: vi.fn(async (path: string) => (path === 'mine' ? own : path === 'objections/mine' ? { items: [], open: [{ gathering: 'g1', state: 'absent', until: '2026-01-05T09:00:00+08:00' }] } : { items: [], missed: ['g1'], reasons: [], cards: [], pinSince: null, days: 3 })) }
  const query = reactive<Record<string, string>>({})
  const ctx = await contextFor('attendance', api, { query, setQuery: vi.fn((change: Record<string, string>) => { Object.assign(query, change) }) as never })
  const page = show(mine, ctx)
  await flushPromises()
  expect(api.get).toHaveBeenCalledWith('mine', expect.objectContaining({ from: '2026-01-01', to: '2026-12-31', page: 1 }))
  expect([...page.el.querySelectorAll('button')].map((b) => b.getAttribute('aria-label'))).toContain('objection.object: 年终学习')
  const years = page.el.querySelector<HTMLSelectElement>('.attendance-tools select')!
  expect([...years.options].map((o) => o.value)).toEqual(['2026', '2025', '2024'])
  years.value = '2025'
  years.dispatchEvent(new Event('change'))
  await nextTick()
  await flushPromises()
  expect(api.get).toHaveBeenLastCalledWith('mine', expect.objectContaining({ from: '2025-01-01', to: '2025-12-31' }))
  page.end()
})
