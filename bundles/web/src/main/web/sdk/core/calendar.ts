import { days } from './days'

/** What stands in a calendar. Times are the unit's own, with or without their offset; the end is the first moment after it. */
export interface Item { id: string; title: string; start: string; end?: string; allDay?: boolean; kind?: string; color?: string; place?: string
  /** Cannot be dragged: it belongs elsewhere. */
  fixed?: boolean }
/** What a day is besides its events: a holiday, a make-up workday. `text` is one sign, `title` what it is called. */
export interface Mark { text: string; title: string; kind: 'rest' | 'work' }
export type Marks = Record<string, Mark>
export type ViewName = 'day' | 'week' | 'month' | 'year' | 'list'
/** Days; `to` is the first that is not shown. */
export interface Range { from: string; to: string }
/** A place in the calendar that was picked. */
export interface Pick { start: string; end: string; allDay: boolean }

/** The hours that a day or a week shows, `HH:mm`: an office's, and as many more as its events need. */
export function hoursOf(items: Item[]): { from: string; to: string } {
  let [from, to] = [7, 22]
  for (const item of items.filter((one) => !one.allDay)) {
    const over = lastDay(item) > item.start.slice(0, 10)
    const midnight = item.end && item.end.slice(0, 10) > item.start.slice(0, 10)
    const start = Number(item.start.slice(11, 13))
    const end = item.end ? item.end.slice(11, 16) : `${start + 1}:00`
    from = Math.min(from, over ? 0 : start)
    to = Math.max(to, midnight ? 24 : Number(end.split(':')[0]) + (end.endsWith(':00') ? 0 : 1))
  }
  const hour = (n: number) => `${String(n).padStart(2, '0')}:00`
  return { from: hour(from), to: hour(Math.min(24, to)) }
}

/** Days that a month shows: six weeks, so that its height never changes. */
const SHOWN = 42

/** What a month shows: from the Monday before its first day, or that day, on. */
export function monthOf(date: string): Range {
  const from = days.monday(`${date.slice(0, 8)}01`)
  return { from, to: days.next(from, SHOWN) }
}

/** The last day that an item touches; what ends at midnight does not touch the day that begins. */
export function lastDay(item: Item): string {
  const start = item.start.slice(0, 10)
  if (!item.end) return start
  const before = item.allDay || item.end.slice(11, 16) === '00:00' ? days.next(item.end.slice(0, 10), -1) : item.end.slice(0, 10)
  return before < start ? start : before
}

/** By day, in the order of the library that takes over: what lasts longer first, then whole days, then by time. */
export function byDay(items: Item[], range: Range): Map<string, Item[]> {
  const found = new Map<string, Item[]>()
  const long = (item: Item) => lastDay(item) > item.start.slice(0, 10)
  const sorted = [...items].sort((a, b) => Number(long(b)) - Number(long(a)) || Number(!!b.allDay) - Number(!!a.allDay) || a.start.localeCompare(b.start) || a.title.localeCompare(b.title))
  for (const item of sorted) {
    const last = lastDay(item)
    for (let day = item.start.slice(0, 10); day <= last && day < range.to; day = days.next(day)) if (day >= range.from) found.set(day, [...(found.get(day) ?? []), item])
  }
  return found
}
