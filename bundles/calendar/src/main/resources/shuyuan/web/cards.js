// Dashboard: what today brings and what comes next of that which concerns the person, by one request.
import { defineView, format, html, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { nextDay, today } from './days.js'
import { asItem } from './others.js'

const WEEKS = 6
const ITEMS = 8

export const upcoming = defineView((ctx) => {
  const { t, api } = ctx
  const loaded = useLoad(async () => {
    const day = today(ctx.zone)
    const { items, others } = await api.get('occurrences', { from: day, to: nextDay(day, WEEKS * 7), view: 'mine', limit: ITEMS, others: true })
    return { day, items: [...items, ...others.items.map(asItem)].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)).slice(0, ITEMS) }
  })
  let timer
  ctx.on('changed', (event) => {
    if (event.module !== 'calendar') return
    clearTimeout(timer)
    timer = setTimeout(loaded.reload, 400)
  })
  // what began earlier and still lasts belongs to today
  const byDay = ({ day, items }) => {
    const days = new Map([[day, []]])
    for (const item of items) {
      const on = item.start.slice(0, 10) < day ? day : item.start.slice(0, 10)
      days.set(on, [...(days.get(on) ?? []), item])
    }
    return [...days]
  }
  const name = (on, day) => (on === day ? t('card.today') : on === nextDay(day) ? t('card.tomorrow') : undefined)
  const line = (item) => html`<li key=${item.id}>
    <span class="calendar-when">${item.allDay ? t('event.all-day') : `${format.time(item.start)}–${format.time(item.end)}`}</span>
    <span class=${`calendar-dot calendar-dot-${item.color}`} aria-hidden="true"></span>
    <span class="calendar-what"><a href=${ctx.href(item.link || `events/${item.event}${item.repeats ? `?occurrence=${item.id}` : ''}`)}>${item.title}</a>
      ${item.original && html` <span class="calendar-was">${t('date.original', { date: item.allDay ? format.date(item.original.slice(0, 10)) : format.dateTime(item.original) })}</span>`}${item.place && html` <span class="sy-muted">${item.place}</span>`}</span>
  </li>`
  return () => {
    if (loaded.problem.value) return html`<${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} />`
    if (!loaded.data.value) return html`<${SySkeleton} rows=${5} />`
    const { day, items } = loaded.data.value
    return html`<div class="calendar-card">
      ${byDay(loaded.data.value).map(([on, list]) => html`<section key=${on}>
        <h3>${name(on, day) && html`<span>${name(on, day)} </span>`}<span class="sy-muted">${format.day(on)}</span></h3>
        ${list.length ? html`<ul>${list.map(line)}</ul>` : html`<p class="sy-muted">${t('card.nothing-today')}</p>`}
      </section>`)}
      ${!items.length && html`<p class="sy-muted">${t('card.nothing')}</p>`}
    </div>`
  }
})
