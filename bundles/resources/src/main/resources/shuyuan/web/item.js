// A room or a piece of equipment, and its bookings by the days of a week.
import { computed, watch } from 'vue'
import { confirm, defineView, format, formDialog, html, onChanged, SyButton, SyCard, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, SyStatus, toast, toLocal, useLoad } from '@shuyuan/ui'
import { monday, nextDay, today } from './days.js'

export const show = defineView((ctx) => {
  const { t, api, params, query } = ctx
  const week = computed(() => monday(/^\d{4}-\d{2}-\d{2}$/.test(query.week || '') ? query.week : today(ctx.zone)))
  const item = useLoad(() => api.get(`items/${params.id}`))
  const bookings = useLoad(() => api.get('bookings', { from: week.value, to: nextDay(week.value, 7), resource: params.id }))
  watch(week, bookings.reload)
  const reload = () => Promise.all([item.reload(), bookings.reload()])
  onChanged(ctx, ['resource', 'booking'], reload)

  const act = async (work, done) => {
    try {
      await work()
      toast.success(done)
      return true
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
      return false
    }
  }
  const remove = async (r) => {
    if (!(await confirm({ title: t('item.delete-ask', { name: r.name }), text: t('item.delete-text'), yes: t('item.delete'), danger: true }))) return
    if (await act(() => api.delete(`items/${r.id}`, { match: r }), t('item.deleted'))) ctx.navigate('', { replace: true })
  }
  /** Of what repeats one is asked whether the dates after it go, too. */
  const cancelOf = async (b) => {
    const now = await api.get(`bookings/${b.id}`)
    if (!now.following) return cancel(b)
    const done = await formDialog({
      title: t('booking.cancel-ask', { title: b.title || '' }), lead: format.dateTime(b.start), id: `cancel-${b.id}`, draft: false, submitText: t('booking.cancel'), value: { which: 'one' },
      fields: [{ key: 'which', text: t('booking.cancel-which'), type: 'radio', required: true,
        options: [{ value: 'one', text: t('booking.this-date') }, { value: 'following', text: t('booking.and-following', { count: now.following }) }] }],
      submit: async (v) => { await api.delete(`bookings/${b.id}${v.which === 'following' ? '?following=true' : ''}`, { match: now }); return v },
    })
    if (done) toast.success(t(done.which === 'following' ? 'booking.cancelled-following' : 'booking.cancelled'))
    await bookings.reload()
  }
  const cancel = async (b) => {
    if (!(await confirm({ title: t('booking.cancel-ask', { title: b.title || '' }), yes: t('booking.cancel'), danger: true }))) return
    await act(async () => api.delete(`bookings/${b.id}`, { match: await api.get(`bookings/${b.id}`) }), t('booking.cancelled'))
    await bookings.reload()
  }

  const facts = (r) => [
    { text: t('item.kind'), value: t(`kind.${r.kind}`) },
    r.place && { text: t('item.place'), value: r.place },
    r.seats && { text: t('item.seats'), value: format.number(r.seats) },
    { text: t('item.unit'), value: r.unit.name },
    { text: t('item.bookable'), value: t(r.bookable ? 'value.yes' : 'value.no') },
    { text: t('item.shared'), value: t(r.shared ? 'value.yes' : 'value.no') },
    { text: t('item.state'), value: html`<${SyStatus} kind=${r.retired ? 'neutral' : 'success'} text=${t(r.retired ? 'state.retired' : 'state.in-use')} />` },
    r.note && { text: t('item.note'), value: r.note },
  ].filter(Boolean)

  /** A booking's time as it falls on a day. */
  const hours = (b, day) => {
    const [start, end] = [toLocal(b.start, ctx.zone), toLocal(b.end, ctx.zone)]
    const begins = start > `${day}T00:00`
    const ends = end < `${nextDay(day)}T00:00`
    if (!begins && !ends) return t('week.whole-day')
    if (!begins) return t('week.until', { time: end.slice(11) })
    return ends ? `${start.slice(11)}–${end.slice(11)}` : t('week.from', { time: start.slice(11) })
  }
  const on = (day) => bookings.data.value.items.filter((b) => toLocal(b.start, ctx.zone) < `${nextDay(day)}T00:00` && toLocal(b.end, ctx.zone) > `${day}T00:00`)
  const line = (b, day) => html`<li key=${b.id} class=${b.mine ? 'is-mine' : ''}>
    <span class="resources-hours sy-num">${hours(b, day)}</span>
    <span class="resources-what"><span>${b.title || t('booking.taken-by-somebody')}</span>
      ${(b.unit || b.bookedBy) && html`<span class="sy-muted">${[b.unit && b.unit.name, b.bookedBy, b.repeats && t('booking.repeats')].filter(Boolean).join(' · ')}</span>`}</span>
    <span class="resources-acts sy-no-print">
      ${b.link && html`<a class="el-button el-button--small" href=${b.link}>${t('booking.open')}</a>`}
      ${b.mayChange && html`<a class="el-button el-button--small" href=${ctx.href(`bookings/${b.id}`)} aria-label=${`${t('booking.edit')} ${b.title || ''} ${format.dateTime(b.start)}`}>${t('item.edit')}</a>`}
      ${b.mayChange && html`<button type="button" class="el-button el-button--small" aria-label=${`${t('booking.cancel')} ${b.title || ''} ${format.dateTime(b.start)}`} onClick=${() => (b.mayCancelFollowing ? cancelOf(b) : cancel(b))}>${t('booking.cancel')}</button>`}
    </span>
  </li>`
  const days = (r) => html`<ol class="resources-week">
    ${Array.from({ length: 7 }, (_, i) => nextDay(week.value, i)).map((day) => html`<li key=${day} class=${day === today(ctx.zone) ? 'is-today' : ''}>
      <h3>${format.day(day)}${r.mayBook && day >= today(ctx.zone) && html` <a class="sy-no-print" href=${ctx.href(`book?resource=${r.id}&day=${day}`)} aria-label=${t('week.book-on', { day: format.day(day) })}>${t('booking.book')}</a>`}</h3>
      ${on(day).length ? html`<ul>${on(day).map((b) => line(b, day))}</ul>` : html`<p class="sy-muted">${t('week.none')}</p>`}
    </li>`)}
  </ol>`
  const turn = (to) => ctx.setQuery({ week: to === monday(today(ctx.zone)) ? undefined : to })
  const bar = () => html`<div class="resources-bar">
    <strong class="sy-num">${format.range(week.value, nextDay(week.value, 6))}</strong>
    <span class="sy-row sy-no-print">
      <${SyButton} action=${{ text: t('week.previous'), run: () => turn(nextDay(week.value, -7)) }} />
      <${SyButton} action=${{ text: t('week.this'), run: () => turn(monday(today(ctx.zone))) }} />
      <${SyButton} action=${{ text: t('week.next'), run: () => turn(nextDay(week.value, 7)) }} />
    </span>
  </div>`

  return () => {
    const back = { text: t('nav.resources'), to: '' }
    const r = item.data.value
    if (item.problem.value) return html`<${SyPage} title=${t('item.page')} back=${back}><${SyProblem} problem=${item.problem.value} retry=${item.reload} /><//>`
    if (!r) return html`<${SyPage} title=${t('item.page')} back=${back}><${SySkeleton} rows=${6} /><//>`
    return html`<${SyPage} title=${r.name} back=${back} actions=${[
      r.mayChange && { text: t('item.delete'), icon: 'delete', danger: true, run: () => remove(r) },
      r.mayChange && { text: t('item.edit'), icon: 'edit', to: `items/${r.id}/edit` },
      r.mayBook && { text: t('booking.book'), icon: 'calendar', primary: true, to: `book?resource=${r.id}` },
    ]}>
      <${SyCard}><${SyFacts} items=${facts(r)} />${r.retired && r.toCome > 0 && html`<p class="resources-warn" role="note">${t('item.to-come', { count: r.toCome })}</p>`}<//>
      <${SyCard} title=${t('week.title')}>
        ${bar()}
        ${bookings.problem.value ? html`<${SyProblem} problem=${bookings.problem.value} retry=${bookings.reload} />` : bookings.data.value ? days(r) : html`<${SySkeleton} rows=${7} />`}
      <//>
      ${ctx.can('access.audit') && html`<${SyCard} title=${t('item.history')}><${SyHistory} subject=${`resources.resource/${r.id}`}
        labels=${Object.fromEntries(['name', 'kind', 'place', 'seats', 'note', 'bookable', 'shared', 'retired'].map((key) => [key, t(`item.${key}`)]))}
        words=${(key, value) => (key === 'kind' ? t(`kind.${value}`) : value === 'true' || value === 'false' ? t(value === 'true' ? 'value.yes' : 'value.no') : undefined)} /><//>`}
    <//>`
  }
})
