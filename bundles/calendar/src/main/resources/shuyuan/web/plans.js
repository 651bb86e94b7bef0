// The study plans of a unit and of those below it.
import { ref } from 'vue'
import { defineView, format, formDialog, html, onChanged, SyPage, SyStatus, SyTable } from '@shuyuan/ui'
import { today } from './days.js'
import { planFields, sendPlan, span, STATES } from './plan-facts.js'

export const list = defineView((ctx) => {
  const { t, api, can } = ctx
  const table = ref(null)
  const thisYear = Number(today(ctx.zone).slice(0, 4))
  onChanged(ctx, ['plan', 'event'], () => table.value && table.value.reload())

  const create = async () => {
    const made = await formDialog({ title: t('plans.new'), id: 'plan-new', submitText: t('event.save'), fields: planFields(t, thisYear),
      value: { title: '', period: 'year', year: thisYear, quarter: 1, month: 1 }, submit: (v) => api.post('plans', sendPlan(v)) })
    if (made) ctx.navigate(`plans/${made.id}`)
  }
  const figure = (row, status, kind) => row.sums[status] > 0 && html`<a href=${ctx.href(`plans/${row.id}?status=${status}`)}><${SyStatus} kind=${kind} text=${`${t(`plans.status-${status}`)} ${row.sums[status]}`} /></a>`
  const columns = [
    { key: 'title', text: t('plans.title'), sort: true, to: (row) => `plans/${row.id}` },
    { key: 'year', text: t('plans.period'), sort: true, render: (row) => span(t, row) },
    { key: 'unit.name', text: t('plans.unit') },
    { key: 'state', text: t('plans.state'), sort: true, render: (row) => html`<span class="sy-row"><${SyStatus} kind=${STATES[row.state]} text=${t(`plans.state-${row.state}`)} />${row.edition > 1 && html`<span class="sy-muted">${t('plans.edition', { n: row.edition })}</span>`}</span>` },
    { key: 'sums', text: t('plans.progress'), render: (row) => html`<span class="calendar-plan-sums"><a class="sy-num" href=${ctx.href(`plans/${row.id}?status=done`)} aria-label=${t('plans.progress-of', row.sums)}>${row.sums.done} / ${row.sums.total}</a>
      ${figure(row, 'overdue', 'danger')}</span>` },
    { key: 'changedAt', text: t('plans.by-changed'), sort: true, render: (row) => t('plans.by', { who: row.changedBy, when: format.dateTime(row.changedAt) }), card: false },
  ]
  const filters = [
    { key: 'year', text: t('plans.all-years'), type: 'select', options: Array.from({ length: 7 }, (_, i) => String(thisYear - 4 + i)).map((y) => ({ value: y, text: y })) },
    { key: 'period', text: t('plans.all-periods'), type: 'select', options: ['year', 'quarter', 'month'].map((value) => ({ value, text: t(`plans.kind-${value}`) })) },
    { key: 'state', text: t('plans.all-states'), type: 'select', options: Object.keys(STATES).map((value) => ({ value, text: t(`plans.state-${value}`) })) },
  ]
  const writes = can('calendar.write')
  return () => html`<${SyPage} title=${t('nav.plans')} lead=${t('plans.lead')} actions=${[
      writes && { text: t('plans.new'), icon: 'plus', primary: true, run: create },
      writes && { text: t('plans.import'), icon: 'upload', to: 'plans/import' },
    ]}>
    <${SyTable} ref=${table} id="calendar-plans" load="plans" columns=${columns} filters=${filters} search=${t('plans.search')}
      empty=${{ title: t('plans.none'), text: t(writes ? 'plans.none-do' : 'plans.none-read'), action: writes ? { text: t('plans.new'), run: create } : undefined }} />
  <//>`
})
