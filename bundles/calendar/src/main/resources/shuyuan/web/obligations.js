// What is owed at a unit, and how it stands; and the rules behind it.
import { computed, ref, watch } from 'vue'
import { defineView, format, html, onChanged, SyCard, SyEmpty, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, useLoad } from '@shuyuan/ui'
import { arrows, often, shiftOf, standing, STATES } from './owed-facts.js'

export const board = defineView((ctx) => {
  const { t, api, can, query, setQuery } = ctx
  const shift = computed(() => shiftOf(query))
  const missing = computed(() => query.show === 'missing')
  const table = useLoad(() => api.get('obligations/standing', { shift: shift.value, ...(missing.value ? { missing: true } : {}) }))
  watch([shift, missing], () => table.reload())
  onChanged(ctx, ['obligation', 'event', 'kind'], table.reload)
  const rules = can('calendar.kinds')
  const sums = (all) => html`<p class="calendar-plan-sums" aria-label=${t('obligations.sums')}>${Object.keys(STATES).filter((s) => all[s]).map((s) => html`<${SyStatus} key=${s} kind=${STATES[s]} text=${`${t(`obligations.state-${s}`)} ${all[s]}`} />`)}</p>`
  const filter = () => html`<div class="calendar-plan-filter sy-no-print" role="group" aria-label=${t('obligations.filter')}>
    ${[['all', undefined], ['missing', 'missing']].map(([word, value]) => html`<button type="button" key=${word} aria-pressed=${String(missing.value === (word === 'missing'))} onClick=${() => setQuery({ show: value })}>${t(`obligations.show-${word}`)}</button>`)}</div>`
  const body = () => {
    if (table.problem.value) return html`<${SyProblem} problem=${table.problem.value} retry=${table.reload} />`
    const all = table.data.value
    if (!all) return html`<${SySkeleton} rows=${8} />`
    if (!all.items.length) {
      return missing.value ? html`<${SyEmpty} title=${t('obligations.none-missing')} text=${t('obligations.none-missing-text')} />`
        : html`<${SyEmpty} title=${t('obligations.none')} text=${t(rules ? 'obligations.none-do' : 'obligations.none-read')} action=${rules ? { text: t('obligations.new'), to: 'obligations/new' } : undefined} />`
    }
    return html`${sums(all)}${standing(ctx, all.items)}${all.more > 0 && html`<p class="sy-muted">${t('obligations.more', { count: all.more })}</p>`}`
  }
  return () => html`<${SyPage} title=${t('nav.obligations')} lead=${t('obligations.lead')} actions=${[
      { text: t('plans.print'), icon: 'print', run: () => window.print() },
      { text: t('obligations.rules'), icon: 'list', to: 'obligations/rules' },
      rules && { text: t('obligations.new'), icon: 'plus', primary: true, to: 'obligations/new' },
    ]}>
    <${SyCard} title=${t('obligations.standing')}>${arrows(ctx, shift.value, (n) => setQuery({ shift: n || undefined }))}${filter()}${body()}<//>
  <//>`
})

/** For whom, in words. */
export const whom = (t, rule) => (rule.targets.length ? `${t(`obligations.over-${rule.over}`)}${t('sep.colon')}${rule.targets.map((one) => one.name || t('rotas.gone')).join(t('sep.list'))}` : t(`obligations.over-${rule.over}`))

export const rules = defineView((ctx) => {
  const { t, can } = ctx
  const table = ref(null)
  onChanged(ctx, ['obligation', 'kind'], () => table.value && table.value.reload())
  const columns = [
    { key: 'name', text: t('obligations.name'), to: (row) => `obligations/${row.id}` },
    { key: 'count', text: t('obligations.often'), render: (row) => often(t, row) },
    { key: 'over', text: t('obligations.whom'), render: (row) => whom(t, row) },
    { key: 'unit.name', text: t('obligations.unit') },
    { key: 'from', text: t('obligations.from'), render: (row) => (row.until ? t('obligations.from-to', { from: format.date(row.from), until: format.date(row.until) }) : format.date(row.from)) },
    { key: 'retired', text: t('obligations.in-force'), render: (row) => html`<${SyStatus} kind=${row.retired ? 'neutral' : 'success'} text=${t(row.retired ? 'obligations.retired' : 'obligations.runs')} />` },
  ]
  const filters = [{ key: 'state', text: t('obligations.runs'), type: 'select', default: 'running', options: [['running', 'runs'], ['retired', 'retired'], ['all', 'all']].map(([value, word]) => ({ value, text: t(`obligations.${word}`) })) }]
  const writes = can('calendar.kinds')
  return () => html`<${SyPage} title=${t('obligations.rules')} lead=${t('obligations.rules-lead')} back=${{ text: t('nav.obligations'), to: 'obligations' }} actions=${[writes && { text: t('obligations.new'), icon: 'plus', primary: true, to: 'obligations/new' }]}>
    <${SyTable} ref=${table} id="calendar-obligations" load="obligations" columns=${columns} filters=${filters}
      empty=${{ title: t('obligations.none-rules'), text: t(writes ? 'obligations.none-do' : 'obligations.none-read'), action: writes ? { text: t('obligations.new'), to: 'obligations/new' } : undefined }} />
  <//>`
})
