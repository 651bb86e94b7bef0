// One event: what it is, its dates, what was changed.
import { confirm, defineView, format, html, SyCard, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { nextDay } from './days.js'
import { words } from './rules.js'

/** A period in words: an all-day event ends on the day before its exclusive end. */
export const period = (item) => {
  if (!item.allDay) return format.range(item.start, item.end)
  const last = nextDay(item.end, -1)
  return last === item.start ? `${format.date(item.start)} ${format.weekday(item.start)}` : `${format.date(item.start)} – ${format.date(last)}`
}

export const show = defineView((ctx) => {
  const { t, api, params } = ctx
  const event = useLoad(() => api.get(`events/${params.id}`))
  const dates = useLoad(() => api.get(`events/${params.id}/occurrences`))
  ctx.on('changed', (changed) => {
    if (changed.module === 'calendar' && changed.id === params.id) reload()
  })
  const reload = () => {
    event.reload()
    dates.reload()
  }

  const remove = async (e) => {
    if (!(await confirm({ title: t('event.delete-ask', { title: e.title }), text: t('event.delete-text'), yes: t('event.delete'), danger: true }))) return
    try {
      await api.delete(`events/${e.id}`, { match: e })
      toast.success(t('event.deleted'))
      ctx.navigate('', { replace: true })
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  const leaveOut = async (e, date) => {
    if (!(await confirm({ title: t('event.leave-out-ask', { date: format.date(date.start) }), yes: t('event.leave-out'), danger: true }))) return
    try {
      await api.delete(`events/${e.id}/occurrences/${date.recurrence}`, { match: e })
      toast.success(t('event.left-out'))
      reload()
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }

  const facts = (e) => [
    { text: t('event.when'), value: period(e) },
    e.repeats && { text: t('event.repeats'), value: words(e.rule, e.start, t, format) },
    e.excluded.length > 0 && { text: t('event.excluded'), value: e.excluded.map((d) => format.date(d.slice(0, 10))).join(' · ') },
    { text: t('event.kind'), value: e.kind && html`<span><span class=${`calendar-dot calendar-dot-${e.kind.colour}`} aria-hidden="true"></span>${e.kind.name}</span>` },
    e.place && { text: t('event.place'), value: e.place },
    (e.host || e.hostName) && { text: t('event.host'), value: e.host ? e.host.name : e.hostName },
    { text: t('event.unit'), value: e.unit.name },
    { text: t('event.audience'), value: [...e.units, ...e.people].map((one) => one.name).join(t('nav.calendar') === 'Study calendar' ? ', ' : '、') },
    { text: t('event.changed'), value: t('event.changed-by', { who: e.changedBy, when: format.dateTime(e.changedAt) }) },
  ].filter(Boolean)

  return () => {
    const e = event.data.value
    const back = { text: t('event.back'), to: '' }
    if (event.problem.value) return html`<${SyPage} title=${t('event.page')} back=${back}><${SyProblem} problem=${event.problem.value} retry=${event.reload} /><//>`
    if (!e) return html`<${SyPage} title=${t('event.page')} back=${back}><${SySkeleton} rows=${6} /><//>`
    const list = (dates.data.value && dates.data.value.items) || []
    return html`<${SyPage} title=${e.title} back=${back} actions=${[
        e.mayChange && { text: t('event.edit'), icon: 'edit', primary: true, to: `events/${e.id}/edit` },
        e.mayChange && { text: t('event.delete'), icon: 'delete', danger: true, run: () => remove(e) },
      ]}>
      <${SyCard} title=${t('event.details')}>
        <${SyFacts} items=${facts(e)} />
        ${e.description && html`<p class="calendar-description">${e.description}</p>`}
      <//>
      ${e.repeats && html`<${SyCard} title=${t('event.dates')}>
        ${list.length ? html`<ul class="calendar-dates">${list.map((date) => html`<li key=${date.id}>
            <span class="sy-num">${period({ ...date, allDay: e.allDay })}</span>
            ${e.mayChange && html`<button type="button" class="el-button el-button--small sy-no-print" onClick=${() => leaveOut(e, date)}
              aria-label=${`${t('event.leave-out')} ${format.date(date.start)}`}>${t('event.leave-out')}</button>`}
          </li>`)}</ul>` : html`<p class="sy-muted">${t('event.dates-none')}</p>`}
      <//>`}
      ${ctx.can('access.audit') && html`<${SyCard} title=${t('event.history')}><${SyHistory} subject=${`calendar.event/${e.id}`}
        labels=${{ title: t('event.title'), kind: t('event.kind'), start: t('event.start'), end: t('event.end'), allDay: t('event.all-day'), place: t('event.place'),
          host: t('event.host'), description: t('event.description'), rule: t('rule.label'), excluded: t('event.excluded'), units: t('event.units'), people: t('event.people') }} /><//>`}
    <//>`
  }
})
