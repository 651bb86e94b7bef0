// The fixed study day: its rule, its dates with their reasons, the events made for them.
import { computed, ref } from 'vue'
import { confirm, defineView, format, formDialog, html, SyButton, SyCard, SyEmpty, SyFacts, SyFilters, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { today } from './days.js'
import { monthDay, weekday } from './study-form.js'

const LOOKS = { open: 'neutral', made: 'success', differs: 'warning', 'by-hand': 'info', deleted: 'neutral' }
const QUIET = 400

/** A rule in words. */
const words = (t, rule) => [
  t(`study.words-${rule.every}`, { day: rule.every === 'weekly' ? weekday(t, rule.day) : monthDay(t, rule.day), start: rule.start, minutes: rule.minutes }),
  rule.move === 'stay' ? t('study.stay') : t('study.words-move', { move: t(`study.${rule.move}`) }),
  rule.move !== 'stay' && rule.every === 'monthly' && rule.within && t('study.words-within'),
].filter(Boolean).join(t('sep.clause'))

export const days = defineView((ctx) => {
  const { t, api, can, query, setQuery } = ctx
  const thisYear = today(ctx.zone).slice(0, 4)
  const year = computed(() => (/^\d{4}$/.test(query.year || '') ? query.year : thisYear))
  const list = ref(null)
  const dates = ref(null)
  const rules = useLoad(async () => (await api.get('study-rules')).items)
  const rule = computed(() => (rules.data.value || []).find((r) => r.id === query.rule) || (rules.data.value || [])[0])
  let timer
  const reload = () => (list.value ? list.value.reload() : undefined)
  ctx.on('changed', (event) => {
    if (event.module !== 'calendar') return
    clearTimeout(timer)
    timer = setTimeout(() => {
      // without a type it may have been either
      if (!event.type || event.type === 'study-rule') rules.reload()
      if (event.type !== 'study-rule') reload()
    }, QUIET)
  })

  const act = async (work, done) => {
    try {
      const answer = await work()
      toast.success(typeof done === 'function' ? done(answer) : done)
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
    await reload()
  }
  const period = (row) => (row.period.includes('W') ? t('study.week', { n: Number(row.period.slice(6)) }) : format.month(`${row.period}-01`))
  const day = (value) => `${format.date(value)} ${format.weekday(value)}`
  const items = () => (dates.value && dates.value.items) || []
  const first = () => (year.value === thisYear ? today(ctx.zone).slice(0, 7) : `${year.value}-01`)
  const makeable = () => items().filter((row) => row.state === 'open' && row.day && row.day >= today(ctx.zone))
  const differing = () => items().filter((row) => row.state === 'differs')

  const make = async () => {
    const range = { from: first(), to: `${year.value}-12` }
    if (!(await confirm({ title: t('study.make-ask', { from: format.month(`${range.from}-01`), to: format.month(`${range.to}-01`), n: makeable().length }), text: t('study.make-text'), yes: t('study.make') }))) return
    await act(() => api.post(`study-rules/${rule.value.id}/events`, range), (made) => [made.added.length ? t('study.made', { n: made.added.length }) : t('study.nothing'),
      made.unpublished.length && t('study.made-without', { years: made.unpublished.join(t('sep.list')) })].filter(Boolean).join(t('sep.clause')))
  }
  const again = async (row) => {
    if (!(await confirm({ title: t('study.again-ask', { date: day(row.day) }), yes: t('study.again') }))) return
    const month = row.planned.slice(0, 7)
    await act(() => api.post(`study-rules/${rule.value.id}/events`, { from: month, to: month, again: [row.period] }), (made) => (made.added.length ? t('study.made', { n: made.added.length }) : t('study.nothing')))
  }
  const move = async (rows) => {
    const ask = rows.length === 1 ? t('study.move-rule-ask', { from: day(rows[0].start.slice(0, 10)), to: day(rows[0].day) }) : t('study.move-all-ask', { n: rows.length })
    if (await confirm({ title: ask, yes: t('study.move-rule') })) await act(() => api.post(`study-rules/${rule.value.id}/moves`, { periods: rows.map((row) => row.period) }), t('study.moved'))
  }
  const hand = async (row) => {
    const saved = await formDialog({
      title: t('study.hand-title', { period: period(row) }), id: 'study-hand', draft: false, submitText: t('event.save'), value: { day: row.start.slice(0, 10), reason: row.reason || '' },
      fields: [{ key: 'day', text: t('study.hand-day'), type: 'date', required: true }, { key: 'reason', text: t('study.hand-reason'), type: 'textarea', required: true, min: 2, max: 500, help: t('study.hand-help') }],
      submit: async (v) => (await api.put(`study-rules/${rule.value.id}/dates/${row.period}`, { day: v.day, reason: v.reason }), true),
    })
    if (!saved) return
    toast.success(t('study.moved'))
    await reload()
  }
  const remove = async () => {
    const one = rule.value
    if (!(await confirm({ title: t('study.delete-ask', { title: one.title }), text: t('study.delete-text'), yes: t('study.delete'), danger: true }))) return
    try {
      await api.delete(`study-rules/${one.id}`, { match: await api.get(`study-rules/${one.id}`) })
      toast.success(t('study.deleted'))
      setQuery({ rule: undefined })
      await rules.reload()
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }

  const why = (row) => [
    row.why !== 'planned' && t(`study.why-${row.why}`, { name: row.name, year: row.missing }),
    row.state === 'by-hand' && (row.reason ? t('study.reason-given', { reason: row.reason, who: row.givenBy }) : t('study.reason-missing')),
    (row.state === 'differs' || row.state === 'by-hand') && row.day && row.start.slice(0, 10) !== row.day && t('study.by-rule', { date: day(row.day) }),
  ].filter(Boolean).join(t('sep.clause'))
  const when = (row) => {
    if (row.start) return html`<a href=${ctx.href(`events/${row.event}`)} class="sy-num">${day(row.start.slice(0, 10))}</a>`
    if (row.day) return html`<span class="sy-num">${day(row.day)}</span>`
    return html`<${SyStatus} kind="warning" text=${t(row.why === 'not-published' ? 'study.not-published' : 'study.no-date')} />`
  }
  const columns = [
    { key: 'period', text: t('study.period'), render: period },
    { key: 'planned', text: t('study.planned'), render: (row) => html`<span class="sy-num">${day(row.planned)}</span>` },
    { key: 'day', text: t('study.actual'), render: when },
    { key: 'why', text: t('study.why'), render: (row) => why(row) || '—' },
    { key: 'state', text: t('study.state'), render: (row) => html`<${SyStatus} kind=${LOOKS[row.state]} text=${t(`study.state-${row.state}`)} />` },
  ]
  const rowActions = (row) => (!rule.value || !rule.value.mayMake ? [] : [
    row.state === 'differs' && row.day && { text: t('study.move-rule'), run: () => move([row]) },
    row.event && { text: t(row.state === 'by-hand' && !row.reason ? 'study.give-reason' : 'study.move-hand'), run: () => hand(row) },
    row.state === 'by-hand' && row.day && row.start.slice(0, 10) !== row.day && { text: t('study.back-to-rule'), run: () => move([row]) },
    row.state === 'deleted' && row.day && row.day >= today(ctx.zone) && { text: t('study.again'), run: () => again(row) },
  ])
  const load = async ({ page = 1, size = 60 }) => {
    dates.value = await api.get(`study-rules/${rule.value.id}/dates`, { from: `${year.value}-01`, to: `${year.value}-12` })
    return { items: dates.value.items.slice((page - 1) * size, page * size), total: dates.value.items.length }
  }
  const filters = () => [
    rules.data.value.length > 1 && { key: 'rule', text: t('study.which'), type: 'select', default: rules.data.value[0].id, options: rules.data.value.map((r) => ({ value: r.id, text: `${r.title} · ${r.unit.name}` })) },
    { key: 'year', text: t('study.year'), type: 'select', default: thisYear, options: Array.from({ length: 5 }, (_, i) => String(Number(thisYear) - 2 + i)).map((y) => ({ value: y, text: y })) },
  ].filter(Boolean)
  const facts = (r) => [
    { text: t('study.rule'), value: words(t, r) },
    { text: t('study.kind'), value: r.kind && html`<span><span class=${`calendar-dot calendar-dot-${r.kind.colour}`} aria-hidden="true"></span>${r.kind.name}</span>` },
    { text: t('study.unit'), value: t('study.unit-below', { unit: r.unit.name }) },
    r.place && { text: t('study.place'), value: r.place },
    { text: t('study.valid'), value: r.until ? t('study.valid-to', { from: format.month(`${r.from}-01`), until: format.month(`${r.until}-01`) }) : t('study.valid-from', { from: format.month(`${r.from}-01`) }) },
  ].filter(Boolean)

  return () => {
    const r = rule.value
    const back = { text: t('event.back'), to: '' }
    const title = t('study.page')
    if (rules.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${rules.problem.value} retry=${rules.reload} /><//>`
    if (!rules.data.value) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${8} /><//>`
    const missing = (dates.value && dates.value.unpublished) || []
    return html`<${SyPage} title=${title} lead=${t('study.lead')} back=${back} actions=${[
        r && r.mayMake && makeable().length > 0 && { text: t('study.make'), icon: 'calendar', primary: true, run: make },
        r && r.mayChange && { text: t('study.change'), icon: 'edit', to: `study-days/${r.id}/edit` },
        r && can('calendar.kinds') && { text: t('study.new'), icon: 'plus', to: 'study-days/new' },
        r && r.mayChange && { text: t('study.delete'), icon: 'delete', danger: true, run: remove },
      ]}>
      ${!r ? html`<${SyEmpty} title=${t('study.none')} text=${t(can('calendar.kinds') ? 'study.none-do' : 'study.none-read')} icon="calendar" action=${can('calendar.kinds') && { text: t('study.new'), to: 'study-days/new' }} />` : html`
      <${SyFilters} filters=${filters()} values=${{ rule: r.id, year: year.value }} onSet=${(values) => { dates.value = null; setQuery(values) }} />
      <${SyCard} title=${r.title}><${SyFacts} items=${facts(r)} /><//>
      ${missing.length > 0 && html`<p class="sy-notice calendar-missing">${t('study.missing', { years: missing.join(t('sep.list')) })}
        ${can('calendar.holidays') && html` <a href=${ctx.href(`holidays/${missing[0]}`)}>${t('study.publish')}</a>`}</p>`}
      ${differing().length > 0 && html`<div class="sy-notice calendar-differ" role="status"><span>${t('study.differ', { n: differing().length })}</span>
        ${r.mayMake && html`<${SyButton} small=${true} action=${{ text: t('study.move-all'), run: () => move(differing()) }} />`}</div>`}
      <h2 class="calendar-faults">${t('study.dates', { year: year.value })}</h2>
      <${SyTable} key=${`${r.id} ${r.version} ${year.value}`} ref=${list} id="calendar-study-dates" rowKey="period" columns=${columns} load=${load} size=${60} rowActions=${rowActions} />`}
    <//>`
  }
})
