import { s } from './i18n'
import { session, zone } from './session'

type When = string | number | Date | null | undefined
const plainDate = /^\d{4}-\d{2}-\d{2}$/
const localTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/
const made = new Map<string, Intl.DateTimeFormat>()

function formatter(options: Intl.DateTimeFormatOptions, timeZone: string, language: string): Intl.DateTimeFormat {
  const key = language + timeZone + JSON.stringify(options)
  let found = made.get(key)
  if (!found) made.set(key, (found = new Intl.DateTimeFormat(language, { ...options, timeZone })))
  return found
}

/** A date without a time, and a local time, are the same everywhere: read them as UTC and show them as UTC. */
function read(when: When): { date: Date; timeZone: string } | undefined {
  if (when === null || when === undefined || when === '') return undefined
  const fixed = typeof when === 'string' && (plainDate.test(when) || localTime.test(when))
  const date = new Date(fixed ? (plainDate.test(when) ? `${when}T00:00Z` : `${when}Z`) : when)
  return isNaN(date.getTime()) ? undefined : { date, timeZone: fixed ? 'UTC' : zone.value }
}

function show(when: When, options: Intl.DateTimeFormatOptions, language: string = session.language): string {
  const value = read(when)
  return value ? formatter(options, value.timeZone, language).format(value.date) : ''
}

const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' }
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }

export const format = {
  // Offices write 2026-11-23, in Taiwan 2026/11/23; an English date in figures would be ambiguous any other way.
  date: (when: When) => show(when, day, session.language === 'zh-TW' ? 'zh-TW' : 'sv-SE'),
  time: (when: When) => show(when, clock),
  dateTime: (when: When) => show(when, { ...day, ...clock }, session.language === 'zh-TW' ? 'zh-TW' : 'sv-SE'),
  month: (when: When) => show(when, { year: 'numeric', month: 'long' }),
  day: (when: When) => show(when, { month: 'long', day: 'numeric', weekday: 'short' }),
  weekday: (when: When) => show(when, { weekday: 'short' }),
  longDate: (when: When) => show(when, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }),
  list: (texts: string[]) => texts.join(session.language === 'en' ? ', ' : '、'),
  range(start: When, end: When): string {
    const from = read(start)
    const to = read(end)
    if (!from || !to) return format.dateTime(start)
    const sameDay = format.date(start) === format.date(end)
    const whole = typeof start === 'string' && plainDate.test(start)
    if (whole) return sameDay ? format.date(start) : `${format.date(start)} – ${format.date(end)}`
    return sameDay ? `${format.dateTime(start)}–${format.time(end)}` : `${format.dateTime(start)} – ${format.dateTime(end)}`
  },
  number: (n: number | null | undefined) => (n === null || n === undefined ? '' : new Intl.NumberFormat(session.language).format(n)),
  bytes(n: number): string {
    if (n < 1024) return `${n} B`
    if (n < 1024 * 1024) return `${(n / 1024).toFixed(0)} KB`
    return n < 1024 ** 3 ? `${(n / 1024 ** 2).toFixed(1)} MB` : `${(n / 1024 ** 3).toFixed(1)} GB`
  },
  ago(when: When): string {
    const value = read(when)
    if (!value) return ''
    const seconds = (value.date.getTime() - Date.now()) / 1000
    if (Math.abs(seconds) < 60) return s('time.now')
    const relative = new Intl.RelativeTimeFormat(session.language, { numeric: 'auto' })
    if (Math.abs(seconds) < 3600) return relative.format(Math.round(seconds / 60), 'minute')
    if (Math.abs(seconds) < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
    return Math.abs(seconds) < 7 * 86_400 ? relative.format(Math.round(seconds / 86_400), 'day') : format.date(when)
  },
}

function offsetMinutes(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(at)
  const get = (type: string) => Number(parts.find((p) => p.type === type)!.value)
  const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'))
  return Math.round((local - Math.floor(at.getTime() / 1000) * 1000) / 60_000)
}

/** `2026-11-23T09:00` in a zone → `2026-11-23T09:00:00+08:00`. */
export function toInstant(local: string, timeZone: string = zone.value): string {
  const naive = new Date(`${local.slice(0, 16)}Z`)
  let offset = offsetMinutes(naive, timeZone)
  offset = offsetMinutes(new Date(naive.getTime() - offset * 60_000), timeZone)
  const sign = offset < 0 ? '-' : '+'
  const abs = Math.abs(offset)
  return `${local.slice(0, 16)}:00${sign}${String(Math.floor(abs / 60)).padStart(2, '0')}:${String(abs % 60).padStart(2, '0')}`
}

/** An instant → `2026-11-23T09:00` in a zone. */
export function toLocal(instant: string | Date, timeZone: string = zone.value): string {
  const at = new Date(instant)
  return new Date(at.getTime() + offsetMinutes(at, timeZone) * 60_000).toISOString().slice(0, 16)
}
