// Holidays and make-up workdays of the days shown: read once for each year, until they change.
import { computed, ref } from 'vue'
import { format, html } from '@shuyuan/ui'
import { nextDay } from './days.js'

const year = (day) => Number(day.slice(0, 4))

/** Runs of days that follow one another and are the same, as `{from, to, kind, name}`. */
export const runs = (days) => days.reduce((all, day) => {
  const last = all[all.length - 1]
  if (last && last.kind === day.kind && last.name === day.name && nextDay(last.to) === day.day) last.to = day.day
  else all.push({ from: day.day, to: day.day, kind: day.kind, name: day.name })
  return all
}, [])

export const useMarks = (ctx) => {
  const { t, api, can } = ctx
  const known = ref(new Map())
  const range = ref({ from: '', to: '' })
  let asked = 0

  /** What stands from a day to another, exclusive; at most one request, and none for years that are known. */
  const show = async ({ from, to }) => {
    range.value = { from, to }
    const years = []
    for (let y = year(from); y <= year(nextDay(to, -1)); y++) if (!known.value.has(y)) years.push(y)
    if (!years.length) return
    const mine = ++asked
    const last = years[years.length - 1]
    // without them the calendar is still one: what went wrong is told where the events are read
    const answer = await api.get('days', { from: `${years[0]}-01-01`, to: `${last + 1}-01-01` }, { quiet: true }).catch(() => null)
    if (!answer || mine !== asked) return
    const next = new Map(known.value)
    for (let y = years[0]; y <= last; y++) next.set(y, answer.unpublished.includes(y) ? null : answer.items.filter((day) => year(day.day) === y))
    known.value = next
  }
  const forget = () => {
    asked++
    known.value = new Map()
    if (range.value.from) return show(range.value)
  }
  const shown = computed(() => [...known.value.values()].flatMap((days) => days || []).filter((day) => day.day >= range.value.from && day.day < range.value.to)
    .sort((a, b) => (a.day < b.day ? -1 : 1)))
  const marks = computed(() => Object.fromEntries(shown.value.map((day) => [day.day,
    { text: t(`holidays.mark-${day.kind}`), title: day.name, kind: day.kind === 'workday' ? 'work' : 'rest' }])))
  const missing = computed(() => [...known.value].filter(([y, days]) => !days && range.value.from && y >= year(range.value.from) && y <= year(nextDay(range.value.to, -1))).map(([y]) => y))
  const short = (day) => format.day(day)

  /** A phone shows days with events only: there the holidays stand above them. */
  const line = () => shown.value.length > 0 && html`<ul class="calendar-runs">${runs(shown.value).map((run) => html`<li key=${run.from} class=${`sy-mark is-${run.kind === 'workday' ? 'work' : 'rest'}`}>
    <b>${t(`holidays.mark-${run.kind}`)}</b> ${run.name} ${run.from === run.to ? short(run.from) : t('holidays.span', { from: short(run.from), to: short(run.to) })}</li>`)}</ul>`
  const unpublished = () => missing.value.length > 0 && can('calendar.holidays') && html`<p class="calendar-missing sy-muted sy-no-print">${t('holidays.missing', { years: missing.value.join(t('sep.list')) })}${' '}<a href=${ctx.href(`holidays/${missing.value[0]}`)}>${t('holidays.missing-do')}</a></p>`
  return { show, forget, marks, line, unpublished }
}
