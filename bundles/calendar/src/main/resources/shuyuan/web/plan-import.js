// A plan's workbook: chosen, shown, confirmed.
import { ref } from 'vue'
import { announce, defineView, format, formDialog, html, SyCard, SyFacts, SyFileDrop, SyPage, SyProblem, SyStatus, SyTable, toast } from '@shuyuan/ui'
import { today } from './days.js'
import { fieldName, fieldValue, planFields, planValues, sendPlan, span } from './plan-facts.js'

const LOOKS = { added: 'success', changed: 'warning', unchanged: 'neutral' }

export const upload = defineView((ctx) => {
  const { t, api, query } = ctx
  const preview = ref(null)
  const chosen = ref(null)
  const share = ref(null)
  const problem = ref(null)
  const busy = ref(false)

  const begin = () => {
    preview.value = null
    chosen.value = null
    problem.value = null
  }
  const read = async (file) => {
    begin()
    share.value = 0
    try {
      preview.value = await api.upload(query.plan ? `plan-imports?plan=${query.plan}` : 'plan-imports', file, { onProgress: (done) => (share.value = done) })
      announce(t('import.counts', preview.value.counts))
    } catch (e) {
      problem.value = e
    } finally {
      share.value = null
    }
  }
  const change = async () => {
    const p = preview.value
    const answer = await formDialog({ title: t('plans.import-change'), id: 'plan-import', draft: false, submitText: t('event.save'), value: planValues(p), fields: planFields(t, Number(today(ctx.zone).slice(0, 4))),
      submit: async (v) => ({ choice: sendPlan(v), preview: await api.get(`plan-imports/${p.id}`, sendPlan(v)) }) })
    if (!answer) return
    chosen.value = answer.choice
    preview.value = answer.preview
  }
  const take = async () => {
    busy.value = true
    problem.value = null
    try {
      const done = await api.post(`plan-imports/${preview.value.id}/confirm`, chosen.value || {})
      toast.success(t('import.done'))
      ctx.navigate(`plans/${done.plan}`, { replace: true })
    } catch (e) {
      problem.value = e
    } finally {
      busy.value = false
    }
  }
  const columns = [
    { key: 'topic', text: t('plans.topic'), render: (item) => html`<span>${item.topic}${item.changes.length > 0 && html`<ul class="calendar-notes">${item.changes.map((c) => html`<li key=${c.field}>
      ${t('history.change', { field: fieldName(t, c.field) })}<del>${fieldValue(t, c.field, c.from)}</del> → <ins>${fieldValue(t, c.field, c.to)}</ins></li>`)}</ul>`}</span>` },
    { key: 'month', text: t('plans.month'), render: (item) => (item.day ? format.date(item.day) : t(`month.${item.month}`)) },
    { key: 'form', text: t('plans.form') },
    { key: 'host', text: t('plans.host') },
    { key: 'audience', text: t('plans.audience') },
    { key: 'responsible', text: t('plans.responsible') },
    { key: 'action', text: t('import.action'), render: (item) => html`<${SyStatus} kind=${LOOKS[item.action]} text=${t(`import.${item.action}`)} />` },
    { key: 'row', text: t('import.line'), type: 'number', width: 70 },
  ]
  const facts = (p) => [
    { text: t('plans.title'), value: p.title },
    { text: t('plans.period'), value: span(t, p) },
    { text: t('plans.unit'), value: p.unit.name },
    { text: t('plans.import-columns'), value: Object.entries(p.headings).map(([letter, heading]) => `${letter} ${heading}`).join(t('sep.list')) },
  ]

  return () => {
    const p = preview.value
    const takes = p && p.counts.added + p.counts.changed
    return html`<${SyPage} title=${t('plans.import-page')} lead=${t('plans.import-lead')} back=${query.plan ? { text: t('plans.page'), to: `plans/${query.plan}` } : { text: t('plans.back'), to: 'plans' }} actions=${[
        p && takes > 0 && { text: t('plans.import-confirm'), icon: 'check', primary: true, run: take, loading: busy.value },
        p && !p.plan && { text: t('plans.import-change'), icon: 'edit', run: change },
        p && p.plan && !takes && { text: t('plans.import-open'), primary: true, to: `plans/${p.plan}` },
        p && { text: t('import.again'), icon: 'refresh', run: begin },
      ]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      ${!p && html`<${SyFileDrop} accept=".xlsx,.csv" maxBytes=${2 * 1024 * 1024} text=${t('plans.import-drop')} onFile=${read} share=${share.value} />`}
      ${p && html`<${SyCard} title=${p.name}>
        <p role="status">${t('import.counts', p.counts)}${takes ? '' : ` · ${t('import.nothing')}`}</p>
        <p>${p.plan ? html`${t('plans.import-known')} <a href=${ctx.href(`plans/${p.plan}`)}>${p.title}</a>` : `${t('plans.import-new')} ${p.title}`}</p>
        <${SyFacts} items=${facts(p)} />
        ${p.faults.length > 0 && html`<h2 class="calendar-faults">${t('plans.import-faults')}</h2><ul class="calendar-notes">
          ${p.faults.map((f, i) => html`<li key=${i}>${t('plans.import-fault', f)}${f.refused && html` <${SyStatus} kind="danger" text=${t('plans.import-left')} />`}</li>`)}</ul>`}
        <${SyTable} key=${`${p.id} ${p.title} ${p.year} ${p.period} ${p.number}`} id="calendar-plan-import" rowKey="row" columns=${columns} size=${100}
          load=${async ({ page = 1, size = 100 }) => ({ items: p.items.slice((page - 1) * size, page * size), total: p.items.length })} />
      <//>`}
    <//>`
  }
})
