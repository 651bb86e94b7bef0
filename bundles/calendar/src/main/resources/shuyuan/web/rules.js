// Between the words of the repetition editor and RRULE (RFC 5545). Dates are never computed here: the server does that.

export const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Day of the week of a YYYY-MM-DD. */
export const dayOf = (date) => DAYS[(new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7]

const daysInMonth = (date) => new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()

/** The repetitions that make sense for a start, each with its rule and its words. */
export const choices = (start, t, format) => {
  const date = (start || '').slice(0, 10)
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return []
  const day = dayOf(date)
  const number = Number(date.slice(8))
  const nth = Math.ceil(number / 7)
  const name = t(`day.${day}`)
  const weekday = DAYS.indexOf(day) < 5
  return [
    { rule: 'FREQ=DAILY', text: t('rule.daily') },
    weekday && { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', text: t('rule.weekdays') },
    { rule: `FREQ=WEEKLY;BYDAY=${day}`, text: t('rule.weekly', { day: name }) },
    { rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${day}`, text: t('rule.biweekly', { day: name }) },
    nth <= 4 && { rule: `FREQ=MONTHLY;BYDAY=${nth}${day}`, text: t('rule.monthly-nth', { nth: t(`nth.${nth}`), day: name }) },
    number + 7 > daysInMonth(date) && { rule: `FREQ=MONTHLY;BYDAY=-1${day}`, text: t('rule.monthly-last', { day: name }) },
    { rule: `FREQ=MONTHLY;BYMONTHDAY=${number}`, text: t('rule.monthly-day', { n: number }) },
    { rule: `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=${number}`, text: t('rule.quarterly') },
    { rule: 'FREQ=YEARLY', text: t('rule.yearly', { date: format.date(date).replace(/^\d{4}\s*[年/-]?\s*|,?\s*\d{4}$/g, '') }) },
  ].filter(Boolean)
}

/** `{base, count, until}` of a rule: what it repeats by, and how it ends. */
export const split = (rule) => {
  const parts = (rule || '').split(';').filter(Boolean)
  const value = (name) => (parts.find((p) => p.startsWith(`${name}=`)) || '').slice(name.length + 1)
  const until = value('UNTIL')
  return {
    base: parts.filter((p) => !/^(COUNT|UNTIL|WKST)=/.test(p)).join(';'),
    count: value('COUNT') ? Number(value('COUNT')) : null,
    until: until ? `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` : null,
  }
}

/** The rule again; a last date is inclusive: the end of that day in the event's local time. */
export const join = ({ base, count, until }, allDay, start) => {
  if (!base) return null
  if (count) return `${base};COUNT=${count}`
  if (!until) return base
  const day = until.replaceAll('-', '')
  return `${base};UNTIL=${day}${allDay ? '' : `T${((start || '').slice(11, 16) || '23:59').replace(':', '')}00`}`
}

/** A rule in words where it is one of the usual ones for this start, else as it is. */
export const words = (rule, start, t, format) => {
  if (!rule) return t('rule.none')
  const { base, count, until } = split(rule)
  const sorted = (text) => text.split(';').sort().join(';')
  const known = choices(start, t, format).find((c) => sorted(c.rule) === sorted(base))
  const end = count ? t('rule.count-text', { n: count }) : until ? t('rule.until-text', { date: format.date(until) }) : ''
  return [known ? known.text : base, end].filter(Boolean).join(t('rule.none') === 'Does not repeat' ? ', ' : '，')
}
