// Dashboard: every file that a card imports is a request of the first page, so what is not always needed is imported once it is.
// What today brings and what comes next of that which concerns the person, by one request.
import { days, defineView, format, html, onChanged, SyButton, SyProblem, SySkeleton, SyStatus, useLoad } from '@shuyuan/ui'

const { next: nextDay, today } = days

const WEEKS = 6
const ITEMS = 8

export const upcoming = defineView((ctx) => {
  const { t, api } = ctx
  const loaded = useLoad(async () => {
    const day = today(ctx.zone)
    const { items, others } = await api.get('occurrences', { from: day, to: nextDay(day, WEEKS * 7), view: 'mine', limit: ITEMS, others: true })
    return { day, items: [...items, ...others.items.map((other) => ({ ...other, color: 'grey' }))].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)).slice(0, ITEMS) }
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

/** What is owed and missing, the next turns at speaking of the person, and who asks to change one. */
const SHOWN = 4

export const turns = defineView((ctx) => {
  const { t, api } = ctx
  let parts
  const loaded = useLoad(async () => {
    const answer = await api.get('my-turns')
    if (answer.turns.length || answer.swaps.length) parts = { ...await import('./facts.js'), ...await import('./rota-turns.js') }
    return answer
  })
  onChanged(ctx, ['rota', 'event', 'obligation'], loaded.reload)
  const owed = (one) => {
    const who = one.whom.map((w) => w.name || '—').join(t('sep.list'))
    const to = one.count === 1 ? `whom=${one.whom[0].id}&period=${one.period}&` : one.state === 'missed' ? 'shift=-1&' : ''
    return html`<li key=${one.obligation.id + one.period}><a class="calendar-turn-what" href=${ctx.href(`/calendar/obligations/${one.obligation.id}?${to}unit=${one.unit}`)}>
      <${SyStatus} kind=${one.state === 'missed' ? 'danger' : 'warning'} text=${t(`obligations.state-${one.state}`)} /> <strong>${one.obligation.name}</strong>
      <span class="calendar-turn-topic sy-muted">${t(one.state === 'missed' ? 'obligations.waits-missed' : 'obligations.waits-due', { lacking: one.lacking, until: format.date(one.last), who: one.mine ? t('obligations.you') : one.count > one.whom.length ? t('obligations.and-more', { who, count: one.count }) : who })}</span></a></li>`
  }
  const act = (...args) => parts.acting(ctx, loaded.reload)(...args)
  const line = (turn) => html`<li key=${turn.id} class="calendar-turn">
    <span class="calendar-turn-what"><strong class="sy-num">${parts.moment(turn.start)}</strong> ${parts.status(t, turn)}
      <span class="calendar-turn-topic calendar-spoken"><a href=${ctx.href(`/calendar/rotas/${turn.rota.id}?unit=${turn.unit}`)}>${turn.rota.name}</a>${turn.over === 'departments' && turn.due ? ` · ${turn.due.name}` : ''}</span>
      <span class="calendar-turn-topic sy-muted">${turn.topic || t('rotas.no-topic')}</span></span>
    <span class="calendar-acts">${parts.acts(ctx, turn, undefined, act).filter((a) => ['check', 'edit', 'switch', 'close'].includes(a.icon)).map((a) => html`<${SyButton} key=${a.text} small=${true} action=${{ text: a.text, run: a.run }} />`)}</span>
  </li>`
  return () => {
    if (loaded.problem.value) return html`<${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} />`
    if (!loaded.data.value) return html`<${SySkeleton} rows=${3} />`
    const { turns: mine, swaps, owed: waits } = loaded.data.value
    const nothing = !mine.length && !swaps.length && !waits.length
    ctx.hideCard?.(nothing)
    if (nothing) return html``
    return html`${waits.length > 0 && html`<ul class="calendar-dates">${waits.slice(0, SHOWN).map(owed)}</ul>`}
      ${waits.length > SHOWN && html`<p><a href=${ctx.href('/calendar/obligations?show=missing')}>${t('obligations.more-owed', { count: waits.length - SHOWN })}</a></p>`}
      ${swaps.length > 0 && html`<ul class="calendar-dates">${swaps.map((s) => parts.swapLine(ctx, s, act))}</ul>`}
      <ul class="calendar-dates">${mine.slice(0, SHOWN).map(line)}</ul>
      ${mine.length > SHOWN && html`<p class="sy-muted">${t('rotas.more-mine', { count: mine.length - SHOWN })}</p>`}`
  }
})
