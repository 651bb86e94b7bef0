// Between the words of the repetition editor and RRULE (RFC 5545). Dates are never computed here: the server does that.

import { nextDay } from './days.js'

export const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const WEEKDAYS = 'MO,TU,WE,TH,FR'

/** Day of the week of a YYYY-MM-DD. */
export const dayOf = (date) => DAYS[(new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7]

const daysInMonth = (date) => new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()
const isDate = (date) => /^\d{4}-\d\d-\d\d$/.test(date)
export const parts = (rule) => Object.fromEntries((rule || '').split(';').filter(Boolean).map((p) => p.split('=')))

/** Which day of a month is meant, for a start: `{rule, text}` of each way to say it. */
export const anchors = (start, t) => {
  const date = (start || '').slice(0, 10)
  if (!isDate(date)) return []
  const day = dayOf(date)
  const number = Number(date.slice(8))
  const nth = Math.ceil(number / 7)
  const last = number + 7 > daysInMonth(date)
  return [`BYMONTHDAY=${number}`, nth <= 4 && `BYDAY=${nth}${day}`, last && `BYDAY=-1${day}`, number === daysInMonth(date) && number > 27 && 'BYMONTHDAY=-1']
    .filter(Boolean).map((rule) => ({ rule, text: which(parts(rule), t) }))
}

/** The repetitions that make sense for a start, each with its rule and its words. */
export const choices = (start, t, format) => {
  const date = (start || '').slice(0, 10)
  if (!isDate(date)) return []
  const day = dayOf(date)
  return ['FREQ=DAILY', DAYS.indexOf(day) < 5 && `FREQ=WEEKLY;BYDAY=${WEEKDAYS}`, `FREQ=WEEKLY;BYDAY=${day}`, `FREQ=WEEKLY;INTERVAL=2;BYDAY=${day}`,
    ...anchors(start, t).map((a) => `FREQ=MONTHLY;${a.rule}`), `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=${Number(date.slice(8))}`, 'FREQ=YEARLY']
    .filter(Boolean).map((rule) => ({ rule, text: words(rule, start, t, format) }))
}

/** `{base, count, until}` of a rule: what it repeats by, and how it ends. One that ends earlier in the day than it starts ends the day before. */
export const split = (rule, start) => {
  const { COUNT, UNTIL } = parts(rule)
  const day = UNTIL && `${UNTIL.slice(0, 4)}-${UNTIL.slice(4, 6)}-${UNTIL.slice(6, 8)}`
  const early = UNTIL && UNTIL.length > 8 && (start || '').length > 10 && UNTIL.slice(9, 13) < start.slice(11, 16).replace(':', '')
  return {
    base: (rule || '').split(';').filter((p) => p && !/^(COUNT|UNTIL)=/.test(p)).join(';'),
    count: COUNT ? Number(COUNT) : null,
    until: early ? nextDay(day, -1) : day || null,
  }
}

/** The rule again; a last date is inclusive: the end of that day in the event's local time. */
export const join = ({ base, count, until }, allDay) => {
  if (!base) return null
  if (count) return `${base};COUNT=${count}`
  if (!until) return base
  return `${base};UNTIL=${until.replaceAll('-', '')}${allDay ? '' : 'T235959'}`
}

export const sameRule = (a, b) => a.split(';').sort().join(';') === b.split(';').sort().join(';')

const numbers = (value) => (value || '').split(',').filter(Boolean).map(Number)
const list = (t, items) => items.join(t('sep.list'))
const counted = (t, name, n) => (n === -1 ? t(`rule.${name}-last`) : n < 0 ? t(`rule.${name}-from-end`, { n: -n }) : t(`rule.${name}`, { n }))

function weekday(t, value) {
  const [, n, day] = /^([+-]?\d+)?(\w\w)$/.exec(value) || []
  if (!day) return value
  if (!n) return t('rule.weekday', { day: t(`day.${day}`) })
  const nth = Number(n)
  return nth === -1 ? t('rule.weekday-last', { day: t(`day.${day}`) })
    : nth < 0 ? t('rule.weekday-from-end', { n: -nth, day: t(`day.${day}`) })
      : t('rule.weekday-nth', { nth: nth <= 5 ? t(`nth.${nth}`) : t('nth.more', { n: nth }), day: t(`day.${day}`) })
}

/** The days that a rule's parts name, in words; empty for none. */
function which(p, t) {
  const days = !p.BYDAY ? [] : p.BYDAY.split(',').sort().join() === WEEKDAYS.split(',').sort().join() ? [t('rule.workdays')] : p.BYDAY.split(',').map((d) => weekday(t, d))
  const said = [
    list(t, numbers(p.BYMONTHDAY).map((n) => counted(t, 'monthday', n))),
    list(t, numbers(p.BYYEARDAY).map((n) => counted(t, 'yearday', n))),
    list(t, days),
  ].filter(Boolean)
  return said.join(t('rule.and'))
}

/** A rule in words, whatever of RFC 5545 it uses. `start` says what is meant where the rule does not. */
export const words = (rule, start, t, format) => {
  if (!rule) return t('rule.none')
  const p = parts(rule)
  const n = Number(p.INTERVAL || 1)
  const date = (start || '').slice(0, 10)
  const said = { ...p }
  if (isDate(date) && !p.BYDAY && !p.BYMONTHDAY && !p.BYYEARDAY) {
    if (p.FREQ === 'WEEKLY') said.BYDAY = dayOf(date)
    if (p.FREQ === 'MONTHLY' || (p.FREQ === 'YEARLY' && !p.BYWEEKNO)) said.BYMONTHDAY = String(Number(date.slice(8)))
    if (p.FREQ === 'YEARLY' && p.BYWEEKNO) said.BYDAY = dayOf(date)
    if (p.FREQ === 'YEARLY' && !p.BYMONTH && !p.BYWEEKNO) said.BYMONTH = String(Number(date.slice(5, 7)))
  }
  const months = list(t, numbers(said.BYMONTH).map((m) => t(`month.${m}`)))
  const weeks = list(t, numbers(p.BYWEEKNO).map((w) => counted(t, 'week', w)))
  const days = which(said, t)
  const positions = list(t, numbers(p.BYSETPOS).map((i) => counted(t, 'position', i)))
  const times = [['BYHOUR', 'hour'], ['BYMINUTE', 'minute'], ['BYSECOND', 'second']].filter(([name]) => p[name])
    .map(([name, key]) => t(`rule.at-${key}`, { list: list(t, numbers(p[name])) })).join('')
  // a year's months belong to the phrase; for all that comes more often they only narrow it
  const yearly = p.FREQ === 'YEARLY'
  const plain = /^\d+$/.test(said.BYMONTH || '') && said.BYMONTHDAY
  const apart = (n > 1 || p.FREQ === 'DAILY') && ((yearly && months) || weeks || days)
  const phrase = t(apart ? 'rule.phrase-n' : 'rule.phrase', {
    every: n === 1 ? t(`every.${p.FREQ}`) : t(`every-n.${p.FREQ}`, { n }),
    months: yearly && months ? t(plain ? 'rule.in-months' : 'rule.in-months-of', { list: months }) : '',
    weeks: weeks && t('rule.in-weeks', { list: weeks }),
    days: days && t('rule.on-days', { list: days }),
    positions: positions && t('rule.in-set', { list: positions }),
    times,
  })
  const { count, until } = split(rule, start)
  const wkst = p.WKST && p.WKST !== 'MO' && ((p.FREQ === 'WEEKLY' && n > 1) || p.BYWEEKNO) ? t('rule.week-starts', { day: t(`day.${p.WKST}`) }) : ''
  const text = [phrase, !yearly && months && t('rule.only-in', { list: months }), wkst, count ? t('rule.count-text', { n: count }) : until ? t('rule.until-text', { date: format.date(until) }) : ''].filter(Boolean).join(t('sep.clause'))
  return text[0].toUpperCase() + text.slice(1)
}
