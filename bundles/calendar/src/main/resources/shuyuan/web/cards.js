// Dashboard: what comes next of that which concerns the person, by one request.
import { defineView, format, html, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { moment } from './facts.js'

const WEEKS = 6

export const upcoming = defineView((ctx) => {
  const { t, api } = ctx
  const loaded = useLoad(() => {
    const now = new Date()
    const later = new Date(now.getTime() + WEEKS * 7 * 86400000)
    return api.get('occurrences', { from: now.toISOString(), to: later.toISOString(), view: 'mine', limit: 6 })
  })
  let timer
  ctx.on('changed', (event) => {
    if (event.module !== 'calendar') return
    clearTimeout(timer)
    timer = setTimeout(loaded.reload, 400)
  })
  const when = (item) => (item.allDay ? `${format.date(item.start)} ${t('event.all-day')}` : format.dateTime(item.start))
  return () => {
    if (loaded.problem.value) return html`<${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} />`
    if (!loaded.data.value) return html`<${SySkeleton} rows=${3} />`
    const items = loaded.data.value.items
    return html`<div>
      ${items.length ? html`<ul class="calendar-card">${items.map((item) => html`<li key=${item.id}>
          <span class="calendar-when">${when(item)}</span>
          <span class="calendar-what"><span class=${`calendar-dot calendar-dot-${item.color}`} aria-hidden="true"></span>
            <a href=${ctx.href(`events/${item.event}${item.repeats ? `?occurrence=${item.id}` : ''}`)}>${item.title}</a>
            ${item.original && html`<span class="calendar-was"> ${t('date.original', { date: moment(item.original) })}</span>`}
            ${item.place && html`<span class="sy-muted"> ${item.place}</span>`}</span>
        </li>`)}</ul>` : html`<p class="sy-muted">${t('card.nothing')}</p>`}
      <p><a href=${ctx.href('?whose=mine')}>${t('card.all')}</a></p>
    </div>`
  }
})
