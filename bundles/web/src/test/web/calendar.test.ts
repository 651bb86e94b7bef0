import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { byDay, hoursOf, lastDay, monthOf, type Item } from '../../main/web/sdk/core/calendar'
import SyMonth from '../../main/web/sdk/components/SyMonth.vue'

const item = (change: Partial<Item>): Item => ({ id: '1', title: '学习日', start: '2026-11-04T09:00:00+08:00', end: '2026-11-04T10:00:00+08:00', ...change })

describe('a month', () => {
  it('shows six weeks from the Monday before its first day', () => {
    expect(monthOf('2026-11-27')).toEqual({ from: '2026-10-26', to: '2026-12-07' })
    expect(monthOf('2026-06-15').from).toBe('2026-06-01')
  })
  it('shows an item on each day that it touches, and not on the one that begins when it ends', () => {
    expect(lastDay(item({}))).toBe('2026-11-04')
    expect(lastDay(item({ end: '2026-11-05T00:00:00+08:00' }))).toBe('2026-11-04')
    expect(lastDay(item({ end: '2026-11-06T08:00:00+08:00' }))).toBe('2026-11-06')
    expect(lastDay(item({ start: '2026-11-04', end: '2026-11-07', allDay: true }))).toBe('2026-11-06')
    expect(lastDay(item({ end: undefined }))).toBe('2026-11-04')
  })
  it('puts what lasts longer first, then whole days, then by time', () => {
    const long = item({ id: 'long', start: '2026-11-03', end: '2026-11-06', allDay: true })
    const whole = item({ id: 'whole', start: '2026-11-04', end: '2026-11-05', allDay: true })
    const late = item({ id: 'late', start: '2026-11-04T15:00:00+08:00', end: undefined })
    const found = byDay([late, item({ id: 'early' }), whole, long], monthOf('2026-11-01'))
    expect(found.get('2026-11-04')!.map((one) => one.id)).toEqual(['long', 'whole', 'early', 'late'])
    expect(found.get('2026-11-05')!.map((one) => one.id)).toEqual(['long'])
  })
  it('leaves out what lies outside', () => {
    expect([...byDay([item({ start: '2026-10-20', end: '2026-10-28', allDay: true })], monthOf('2026-11-01')).keys()]).toEqual(['2026-10-26', '2026-10-27'])
  })
})

describe('the month as a plain table', () => {
  const drawn = (items: Item[]) => mount(SyMonth, { props: { date: '2026-11-27', items, marks: { '2026-11-05': { text: '休', title: '放假', kind: 'rest' } }, label: '2026年11月' } })

  it('has each day in its place, with what it is', () => {
    const days = drawn([]).findAll('[role=gridcell]')
    expect(days).toHaveLength(42)
    expect(days[0]!.classes()).toContain('is-other')
    expect(days[10]!.text()).toContain('放假')
  })
  it('says what is on, opens it, and counts what finds no room', async () => {
    const opened = vi.fn()
    const many = Array.from({ length: 6 }, (_, i) => item({ id: String(i), title: `第${i}场` }))
    const month = mount(SyMonth, { props: { date: '2026-11-27', items: many, marks: {}, label: '', onOpen: opened } })
    const day = month.findAll('[role=gridcell]')[9]!
    expect(day.findAll('.sy-event')).toHaveLength(4)
    expect(day.text()).toContain('09:00第0场')
    expect(day.text()).toContain('+2')
    await day.find('.sy-event').trigger('click')
    expect(opened).toHaveBeenCalledWith(many[0])
  })
  it('lets a day be picked', async () => {
    const picked = vi.fn()
    const month = mount(SyMonth, { props: { date: '2026-11-27', items: [], marks: {}, label: '', onPick: picked } })
    await month.findAll('[role=gridcell]')[9]!.trigger('click')
    expect(picked).toHaveBeenCalledWith('2026-11-04')
  })
})

describe('the hours of a day or a week', () => {
  const at = (start: string, end?: string, allDay?: boolean): Item => ({ id: start, title: 'x', start, end, allDay })
  it('are those of an office while nothing lies outside of them', () => {
    expect(hoursOf([])).toEqual({ from: '07:00', to: '22:00' })
    expect(hoursOf([at('2026-11-23T09:00', '2026-11-23T22:00'), at('2026-11-23', '2026-11-25', true)])).toEqual({ from: '07:00', to: '22:00' })
  })
  it('widen to what begins before or ends after', () => {
    expect(hoursOf([at('2026-11-23T06:30:00+08:00', '2026-11-23T08:00:00+08:00'), at('2026-11-23T21:00', '2026-11-23T22:30')])).toEqual({ from: '06:00', to: '23:00' })
    expect(hoursOf([at('2026-11-23T22:00', '2026-11-24T00:00')])).toEqual({ from: '07:00', to: '24:00' })
    expect(hoursOf([at('2026-11-23T22:00', '2026-11-24T02:00')])).toEqual({ from: '00:00', to: '24:00' })
    expect(hoursOf([at('2026-11-23T23:30')])).toEqual({ from: '07:00', to: '24:00' })
  })
})
