// One event: what it is, its dates, what was changed.
import { ref } from 'vue'
import { confirm, defineView, format, formDialog, html, SyCard, SyFacts, SyPage, SyProblem, SySkeleton, SyStatus, toast, useLoad } from '@shuyuan/ui'
import { changed, moment, period } from './facts.js'
import { Materials } from './materials.js'
import { roomsOf } from './rooms.js'
import { speaker } from './rota-turns.js'
import { words } from './rules.js'

const LOOKS = { moved: 'warning', changed: 'info', cancelled: 'neutral' }

export const show = defineView((ctx) => {
  const { t, api, params, query } = ctx
  const earlier = ref(false)
  const event = useLoad(() => api.get(`events/${params.id}`))
  const dates = useLoad(() => api.get(`events/${params.id}/occurrences`, earlier.value && event.data.value ? { from: event.data.value.start.slice(0, 10) } : { occurrence: query.occurrence }))
  const gathered = useLoad(async () => (ctx.can('attendance.read') ? (await api.get(`events/${params.id}/gatherings`, {}, { quiet: true }).catch(() => ({ items: [] }))).items.filter((g) => !g.cancelled) : []))
  const history = useLoad(async () => (ctx.can('calendar.write') ? api.get(`events/${params.id}/history`, {}, { quiet: true }).catch(() => null) : null))
  const plans = useLoad(async () => (await api.get(`events/${params.id}/plans`, {}, { quiet: true }).catch(() => ({ items: [] }))).items)
  const turns = useLoad(async () => (await api.get(`events/${params.id}/turns`, {}, { quiet: true }).catch(() => ({ items: [] }))).items)
  const lacking = useLoad(async () => (await api.get(`events/${params.id}/rooms`, {}, { quiet: true }).catch(() => ({ missing: [] }))))
  const reload = () => Promise.all([lacking.reload(), event.reload(), dates.reload(), history.reload(), plans.reload(), turns.reload()])
  ctx.on('changed', (change) => {
    if (change.module === 'calendar' && (!change.id || change.id === params.id)) reload()
  })

  const act = async (work, done) => {
    try {
      await work()
      toast.success(done)
      await reload()
    } catch (problem) {
      if (problem.cancelled) return
      toast.error(problem)
      if (problem.status === 412) reload()
    }
  }
  /** Tries once more to book what could not be had. */
  const again = async () => {
    try {
      const { missing } = await api.post(`events/${params.id}/rooms`)
      toast[missing.length ? 'warning' : 'success'](missing.length ? t('rooms.still', { count: missing.length }) : t('rooms.all-had'))
      await lacking.reload()
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  const path = (date) => `events/${params.id}/occurrences/${date.recurrence}`
  const leaveOut = async (e, date) => {
    if (!(await confirm({ title: t('event.leave-out-ask', { date: moment(date.start) }), yes: t('event.leave-out'), danger: true }))) return
    await act(() => api.delete(path(date), { match: e }), t('event.left-out'))
  }
  const restore = async (e, date) => {
    const ask = date.state === 'cancelled' ? 'date.bring-back-ask' : 'date.restore-ask'
    if (!(await confirm({ title: t(ask, { date: moment(date.original || date.start) }), yes: t(date.state === 'cancelled' ? 'date.bring-back' : 'date.restore') }))) return
    await act(() => api.post(`${path(date)}/restore`, undefined, { match: e, quiet: true }), t('date.restored'))
  }
  const remove = async (e) => {
    const one = asked()
    if (e.repeats && one && one.state !== 'cancelled') {
      const chosen = await formDialog({ title: t('event.delete-ask', { title: e.title }), id: 'delete', draft: false, submitText: t('event.delete'), value: { what: 'one' }, submit: (v) => v,
        fields: [{ key: 'what', text: t('event.delete-what'), type: 'radio', options: [{ value: 'one', text: t('event.delete-one', { date: moment(one.start) }) }, { value: 'all', text: t('event.delete-all') }] }] })
      if (!chosen) return
      if (chosen.what === 'one') return void (await act(() => api.delete(path(one), { match: e }), t('event.left-out')))
    } else if (!(await confirm({ title: t('event.delete-ask', { title: e.title }), text: t(e.repeats ? 'event.delete-text' : 'event.delete-text-one'), yes: t('event.delete'), danger: true }))) return
    try {
      await api.delete(`events/${e.id}`, { match: e })
      toast.success(t('event.deleted'))
      ctx.navigate('', { replace: true })
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }

  /** The roll of a date: there, or made now. */
  const attendance = async (recurrence) => {
    try {
      const known = (gathered.data.value || []).find((g) => g.recurrence === recurrence)
      const gathering = known || await api.post(`events/${params.id}/occurrences/${recurrence}/gathering`)
      ctx.navigate(`/attendance/gatherings/${gathering.id}`)
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  const mayAttend = (e, recurrence) => ctx.can('attendance.read') && (e.mayChange || (gathered.data.value || []).some((g) => g.recurrence === recurrence))
  /** From two hours before the start the roll is what most people open it for. */
  const begun = (e) => Date.parse(e.start) < Date.now() + 7200e3
  const own = (e) => (e.allDay ? `${e.start.slice(0, 10)}T00:00` : e.start.slice(0, 16))

  /** The date by which the page was opened. */
  const asked = () => ((dates.data.value && dates.data.value.items) || []).find((d) => d.id === query.occurrence)
  const who = (one) => (one.host ? one.host.name : one.hostName)
  /** Whose turn it is at a date, and about what. */
  const turnsOf = (recurrence) => (turns.data.value || []).filter((turn) => turn.recurrence === recurrence && turn.state !== 'missed')
  const spoken = (turn) => {
    const who = t('rotas.spoken', { who: speaker(turn) || t('rotas.nobody') })
    return html`<span class="calendar-spoken">${turn.open ? html`<a href=${ctx.href(`rotas/${turn.rota.id}`)}>${who}</a>` : who}${turn.topic ? ` ${turn.topic}` : ''}</span>`
  }
  /** Whether the host is the speaker whom the line names anyway. */
  const speaks = (date) => turnsOf(date.recurrence).some((turn) => who(date) && speaker(turn).endsWith(who(date)))
  const facts = (e, one) => [
    { text: t('event.when'), value: one ? html`<span>${period(one)}${one.original && html` <span class="calendar-was">${t('date.original', { date: moment(one.original) })}</span>`}</span>` : period(e) },
    e.repeats && { text: t('event.repeats'), value: e.rule ? words(e.rule, e.start, t, format) : t('rule.dates-only') },
    e.added.length > 0 && { text: t('event.added'), value: e.added.map(moment).join(t('sep.list')) },
    e.excluded.length > 0 && { text: t('event.excluded'), value: e.excluded.map(moment).join(t('sep.list')) },
    { text: t('event.kind'), value: e.kind && html`<span><span class=${`calendar-dot calendar-dot-${e.kind.colour}`} aria-hidden="true"></span>${e.kind.name}</span>` },
    (one || e).place && { text: t('event.place'), value: (one || e).place },
    e.rooms.length > 0 && { text: t('event.rooms'), value: roomsOf(ctx, e) },
    who(one || e) && { text: t('event.host'), value: who(one || e) },
    ...(one || !e.repeats ? turnsOf(one ? one.recurrence : own(e)).map((turn) => ({ text: turn.rota.name, value: spoken(turn) })) : []),
    { text: t('event.unit'), value: e.unit.name },
    { text: t('event.audience'), value: [...e.units, ...e.groups, ...e.people].map((x) => x.name).filter(Boolean).join(t('sep.list')) },
    plans.data.value && plans.data.value.length > 0 && { text: t('plans.of-event'), value: html`<span class="sy-row">${plans.data.value.map((p) => html`<a key=${p.id} href=${ctx.href(`plans/${p.id}`)}>${p.name}</a>`)}</span>` },
    { text: t('event.created'), value: t('event.changed-by', { who: e.createdBy, when: format.dateTime(e.createdAt) }) },
    { text: t('event.changed'), value: t('event.changed-by', { who: e.changedBy, when: format.dateTime(e.changedAt) }) },
  ].filter(Boolean)

  const button = (text, label, run) => html`<button type="button" class="el-button el-button--small sy-no-print" aria-label=${label} onClick=${run}>${text}</button>`
  const line = (e, date) => html`<li key=${date.id} class=${[date.state === 'cancelled' && 'is-cancelled', date.id === query.occurrence && 'is-asked']}>
    <span class="calendar-date"><span class="sy-num">${date.state === 'cancelled' ? html`<del>${period(date)}</del>` : period(date)}${date.allDay ? '' : ` ${format.weekday(date.start)}`}</span>
      ${date.state !== 'planned' && html` <${SyStatus} kind=${LOOKS[date.state]} text=${t(`date.${date.state}`)} />`}
      ${date.original && html`<span class="calendar-was">${t('date.original', { date: moment(date.original) })}</span>`}
      ${date.state !== 'cancelled' && html`<span class="sy-muted">${[date.title !== e.title && date.title, date.place !== e.place && (date.place || t('date.no-place')), who(date) !== who(e) && !speaks(date) && (who(date) || t('date.no-host'))].filter(Boolean).join(' · ')}</span>`}
      ${date.state !== 'cancelled' && turnsOf(date.recurrence).map((turn) => html`<span key=${turn.id}>${spoken(turn)}</span>`)}</span>
    ${(e.mayChange || mayAttend(e, date.recurrence)) && html`<span class="calendar-acts">
      ${date.state !== 'cancelled' && mayAttend(e, date.recurrence) && button(t('event.attendance'), `${t('event.attendance')} ${moment(date.start)}`, () => attendance(date.recurrence))}
      ${e.mayChange && html`
      ${date.state !== 'cancelled' && html`<a class="el-button el-button--small sy-no-print" href=${ctx.href(`events/${e.id}/dates/${date.recurrence}`)} aria-label=${`${t('date.edit')} ${moment(date.start)}`}>${t('date.edit')}</a>`}
      ${date.state !== 'planned' && button(t(date.state === 'cancelled' ? 'date.bring-back' : 'date.restore'), `${t(date.state === 'cancelled' ? 'date.bring-back' : 'date.restore')} ${moment(date.start)}`, () => restore(e, date))}
      ${date.state !== 'cancelled' && button(t('event.leave-out'), `${t('event.leave-out')} ${moment(date.start)}`, () => leaveOut(e, date))}`}
    </span>`}
  </li>`
  const trail = (e) => html`<${SyCard} title=${t('event.history')}>
    <ol class="sy-history">${history.data.value.items.map((entry) => html`<li key=${entry.at + entry.action}>
      <p><strong>${entry.who}</strong> ${entry.action} <time class="sy-muted sy-num" datetime=${entry.at}>${format.dateTime(entry.at)}</time></p>
      ${entry.changes.length > 0 && html`<ul>${changed(t, entry.changes, e.start).map((c, i) => html`<li key=${i}>${t('history.change', { field: c.name })}<del>${c.from}</del> → <ins>${c.to}</ins></li>`)}</ul>`}
    </li>`)}</ol>
  <//>`

  return () => {
    const e = event.data.value
    const back = { text: t('event.back'), to: '' }
    if (event.problem.value) return html`<${SyPage} title=${t('event.page')} back=${back}><${SyProblem} problem=${event.problem.value} retry=${event.reload} /><//>`
    if (!e) return html`<${SyPage} title=${t('event.page')} back=${back}><${SySkeleton} rows=${6} /><//>`
    const one = e.repeats ? asked() : undefined
    const list = (dates.data.value && dates.data.value.items) || []
    const roll = (one || !e.repeats) && (!one || one.state !== 'cancelled') && mayAttend(e, one ? one.recurrence : own(e))
    return html`<${SyPage} title=${one ? one.title : e.title} back=${back} actions=${[
        e.mayChange && one && one.state !== 'cancelled' && { text: t('date.edit'), icon: 'calendar', to: `events/${e.id}/dates/${one.recurrence}` },
        ctx.can('calendar.write') && { text: t('event.copy'), icon: 'files', to: `new?copy=${e.id}` },
        { text: t('event.export'), icon: 'download', run: () => api.download(`events/${e.id}/export.ics`) },
        e.mayChange && { text: t(e.repeats ? 'event.edit-series' : 'event.edit'), icon: 'edit', primary: !roll || !begun(one || e), to: `events/${e.id}/edit` },
        roll && { text: t('event.attendance'), icon: 'tickets', primary: begun(one || e), run: () => attendance(one ? one.recurrence : own(e)) },
        e.mayChange && { text: t('event.delete'), icon: 'delete', danger: true, run: () => remove(e) },
      ]}>
      <${SyCard} title=${t('event.details')}>
        <${SyFacts} items=${facts(e, one)} />
        ${e.description && html`<p class="calendar-description">${e.description}</p>`}
      <//>
      <${Materials} event=${e} date=${one} key=${one ? one.id : e.id} />
      ${lacking.data.value && lacking.data.value.missing.length > 0 && html`<${SyCard} title=${t('rooms.missing')}>
        <p>${t('rooms.missing-text')}</p>
        <ul class="calendar-dates">${lacking.data.value.missing.map((d) => html`<li key=${d.recurrence}><span class="calendar-date"><span class="sy-num">${period(d)}</span> <span class="sy-muted">${d.rooms.join(t('sep.list'))}</span></span></li>`)}</ul>
        ${lacking.data.value.mayBook && html`<p class="sy-no-print"><button type="button" class="el-button" onClick=${again}>${t('rooms.again')}</button></p>`}
      <//>`}
      ${e.repeats && html`<${SyCard} title=${t('event.dates')}>
        ${list.length ? html`<ul class="calendar-dates">${list.map((date) => line(e, date))}</ul>` : html`<p class="sy-muted">${t('event.dates-none')}</p>`}
        ${e.madeUntil && html`<p class="sy-muted">${t('event.made-until', { date: format.date(e.madeUntil) })}</p>`}
        <p class="sy-no-print"><button type="button" class="el-button el-button--small" onClick=${() => { earlier.value = !earlier.value; dates.reload() }}>${t(earlier.value ? 'event.upcoming' : 'event.earlier')}</button></p>
      <//>`}
      ${history.data.value && history.data.value.items.length > 0 && trail(e)}
    <//>`
  }
})
