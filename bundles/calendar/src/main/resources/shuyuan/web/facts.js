// An event's values in words, wherever they are shown: the event's page, its history, a conflict, an import.
import { format } from '@shuyuan/ui'
import { nextDay } from './days.js'
import { words } from './rules.js'

/** A period in words: an all-day event ends on the day before its exclusive end. */
export const period = (item) => {
  if (!item.allDay) return format.range(item.start, item.end)
  const last = nextDay(item.end, -1)
  return last === item.start ? `${format.date(item.start)} ${format.weekday(item.start)}` : `${format.date(item.start)} – ${format.date(last)}`
}

/** A start in words: with its time, unless it is midnight of a whole day. */
export const moment = (time) => (!time ? '' : time.length === 10 || /T00:00(:00)?$/.test(time) ? format.date(time.slice(0, 10)) : format.dateTime(time))

export const labels = (t) => ({
  ...Object.fromEntries(['title', 'kind', 'start', 'end', 'place', 'host', 'description', 'excluded', 'added', 'units', 'groups', 'people', 'rooms'].map((key) => [key, t(`event.${key}`)])),
  hostName: t('event.host'), material: t('material.list'), rule: t('rule.label'), allDay: t('event.all-day'),
})

/** The value of a field, whose names are known already. `start` tells what a rule means. */
export const said = (t, field, value, start) => {
  if (field === 'rule') return words(value, start, t, format)
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)) return t('value.none')
  if (field === 'allDay') return t(value ? 'value.yes' : 'value.no')
  if (Array.isArray(value)) return value.map((v) => said(t, field, v, start)).join(t('sep.list'))
  return ['start', 'end', 'excluded', 'added'].includes(field) ? moment(value) : String(value)
}

/** What changed from one state to another, a line for each field; of one date of a series: which. */
export const changed = (t, changes, start) => changes.map((c) => {
  const name = labels(t)[c.field] || c.field
  const value = (v) => (c.date && v === null ? t('value.series') : said(t, c.field, v, start))
  return { name: c.date ? t('history.date', { date: moment(c.date), field: name }) : name, from: value(c.from), to: value(c.to) }
  // a rule that ends on the same day at another hour reads the same
}).filter((c) => c.from !== c.to)
