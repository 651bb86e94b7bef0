// Day, week, month and year of a unit's calendar, or of what concerns the person who looks; and the same as a list.
import { computed, ref, watch } from 'vue'
import { defineView, html, SyCalendar, SyFilters, SyPage, toast, useLoad } from '@shuyuan/ui'
import { nextDay, today } from './days.js'
import { DateList } from './list.js'
import { useMarks } from './marks.js'
import { move as drag } from './move.js'
import { asItem, useSilent } from './others.js'
import { VIEWS } from './views.js'
import { useWhose } from './whose.js'
import { Year } from './year.js'

const QUIET = 400

export const month = defineView((ctx) => {
  const { t, api, can, query, setQuery } = ctx
  const view = computed(() => (VIEWS.includes(query.view) ? query.view : 'month'))
  const date = computed(() => query.date || today(ctx.zone))
  const whose = useWhose(ctx)
  const marks = useMarks(ctx)
  const silent = useSilent(ctx)
  const counter = ref(0)
  let shown = { from: '', to: '' }

  const kinds = useLoad(() => api.get('kinds'))
  // an import changes hundreds of events: one look after the last of them
  let timer
  ctx.on('changed', (event) => {
    if (event.module !== 'calendar') return
    if (!event.type || event.type === 'holidays') marks.forget()
    if (event.type === 'holidays') return
    clearTimeout(timer)
    timer = setTimeout(() => counter.value++, QUIET)
  })

  const filters = () => ({ view: query.whose || 'unit', kind: query.kind || undefined })

  const load = async ({ from, to }) => {
    shown = { from, to }
    void marks.show(shown)
    const answer = await api.get('occurrences', { from, to, ...filters(), others: true })
    silent.heard(answer.others)
    if (answer.more) toast.warning(t('calendar.more'))
    const names = new Map(answer.kinds.map((kind) => [kind.id, kind.name]))
    return answer.items.map((item) => ({ ...item, kind: names.get(item.kind), title: item.original ? t('date.moved-title', { title: item.title }) : item.title, plain: item.title })).concat(answer.others.items.map(asItem))
  }

  const thisYear = today(ctx.zone).slice(0, 4)
  const years = () => Array.from({ length: 11 }, (_, i) => String(Number(date.value.slice(0, 4)) - 5 + i))
  const change = (values) => {
    if ('year' in values) return setQuery({ date: `${values.year || thisYear}-${date.value.slice(5, 7)}-01` })
    setQuery(values)
  }
  watch(() => [query.whose, query.kind], () => counter.value++)
  // one day picked in the month means a meeting on it, several mean an event of whole days
  const pick = ({ start, end, allDay }) => {
    if (!can('calendar.write')) return
    const days = allDay && nextDay(start) < end.slice(0, 10)
    const from = allDay ? start.slice(0, 10) : start.slice(0, 16)
    ctx.navigate(`new?start=${from}${days || !allDay ? `&end=${end.slice(0, 16)}` : ''}${days ? '&allDay=1' : ''}`)
  }
  const move = (to) => {
    const next = to.view === 'month' ? undefined : to.view
    if (to.date !== date.value || next !== query.view) setQuery({ view: next, date: to.date === today(ctx.zone) ? undefined : to.date })
  }
  const values = () => ({ whose: query.whose, kind: query.kind, year: date.value.slice(0, 4) })
  const choices = () => [
    { key: 'whose', text: t('filter.whose'), type: 'select', default: 'unit', options: [{ value: 'unit', text: t('filter.unit') }, ...whose.options()] },
    { key: 'kind', text: t('filter.all-kinds'), type: 'select', options: (kinds.data.value?.items ?? []).map((k) => ({ value: k.word, text: k.text })) },
    { key: 'year', text: t('year.label'), type: 'select', default: thisYear, options: years().map((y) => ({ value: y, text: y })) },
  ]

  return () => html`
    <${SyPage} title=${t('nav.calendar')} actions=${[
      can('calendar.write') && { text: t('event.new'), icon: 'plus', primary: true, to: `new?around=${date.value}` },
      can('calendar.import') && { text: t('import.page'), icon: 'upload', to: 'import' },
      view.value !== 'list' && { text: t('export.ics'), icon: 'download', run: () => api.download('export.ics', { from: shown.from, to: shown.to, ...filters() }) },
      whose.action(),
      { text: t('study.page'), icon: 'clock', to: 'study-days' },
      { text: t('holidays.page'), icon: 'flag', to: 'holidays' },
      { text: t('reminders.page'), icon: 'bell', to: 'reminders' },
      { text: t('subscription.page'), icon: 'phone', to: 'subscribe' },
      can('calendar.kinds') && { text: t('kinds.page'), icon: 'setting', to: 'kinds' },
    ]}>
      ${view.value === 'list' ? html`<${DateList} reload=${counter.value} whose=${whose} kinds=${(kinds.data.value && kinds.data.value.items) || []} />` : html`
      ${marks.unpublished()}${view.value !== 'year' && marks.line()}${silent.line()}
      ${view.value === 'year' ? html`<${Year} year=${date.value.slice(0, 4)} load=${load} reload=${counter.value} marks=${marks.marks.value} choices=${choices()} values=${values()} set=${change} />` : html`
      <${SyCalendar} view=${view.value} date=${date.value} load=${load} reload=${counter.value} views=${VIEWS} outside=${['year', 'list']} marks=${marks.marks.value} drop=${can('calendar.write') ? (item, to) => drag(ctx, item, to) : undefined}
        onOpen=${(item) => ctx.navigate(item.link || `events/${item.event}${item.repeats ? `?occurrence=${item.id}` : ''}`)} onPick=${pick} onMove=${move}>
        ${{ bar: () => html`<${SyFilters} filters=${choices()} values=${values()} onSet=${change} />` }}
      <//>`}`}
    <//>`
})
