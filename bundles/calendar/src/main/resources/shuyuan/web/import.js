// A calendar file: chosen, shown, confirmed.
import { reactive, ref } from 'vue'
import { announce, defineView, format, html, SyCard, SyFileDrop, SyPage, SyProblem, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { changed, period } from './facts.js'
import { words } from './rules.js'

const LOOKS = { added: 'success', changed: 'warning', unchanged: 'neutral', cancelled: 'warning', refused: 'danger' }

export const upload = defineView((ctx) => {
  const { t, api } = ctx
  const preview = ref(null)
  const share = ref(null)
  const problem = ref(null)
  const busy = ref(false)
  const chosen = reactive({})
  const kinds = useLoad(() => api.get('kinds'))

  const begin = () => {
    preview.value = null
    problem.value = null
    for (const uid of Object.keys(chosen)) delete chosen[uid]
  }
  const read = async (file) => {
    begin()
    share.value = 0
    try {
      preview.value = await api.upload('imports', file, { onProgress: (done) => (share.value = done) })
      announce(t('import.counts', preview.value.counts))
    } catch (e) {
      problem.value = e
    } finally {
      share.value = null
    }
  }
  const take = async () => {
    busy.value = true
    problem.value = null
    try {
      preview.value = await api.post(`imports/${preview.value.id}/confirm`, { kinds: { ...chosen } })
      toast.success(t('import.done'))
    } catch (e) {
      problem.value = e
    } finally {
      busy.value = false
    }
  }
  const offered = () => ((kinds.data.value && kinds.data.value.items) || []).filter((k) => !k.retired)
  const kindOf = (item) => {
    if (item.action === 'refused' || item.action === 'cancelled') return '—'
    if (preview.value.confirmedAt) return item.kind ? item.kind.name : '—'
    const now = chosen[item.uid] || (item.kind && item.kind.id)
    const known = offered().some((k) => k.id === now) || !item.kind ? offered() : [...offered(), { id: item.kind.id, text: item.kind.name }]
    return html`<select class="calendar-kind" aria-label=${t('import.kind-of', { title: item.title })} value=${now} onChange=${(e) => (chosen[item.uid] = e.target.value)}>
      ${known.map((k) => html`<option key=${k.id} value=${k.id} selected=${k.id === now}>${k.text}</option>`)}</select>`
  }
  const remarks = (item) => [
    item.rule && t('import.repeat', { rule: words(item.rule, item.start, t, format) }),
    item.dates > 0 && t('import.left-out', { n: item.dates }),
    ...changed(t, item.changes, item.start).map((c) => html`<span>${t('history.change', { field: c.name })}<del>${c.from}</del> → <ins>${c.to}</ins></span>`),
    ...item.notes,
  ].filter(Boolean)
  const columns = [
    { key: 'title', text: t('event.title') },
    { key: 'when', text: t('event.when'), render: (item) => html`<span class="sy-num">${period(item)}</span>` },
    { key: 'kind.name', text: t('event.kind'), render: kindOf },
    { key: 'action', text: t('import.action'), render: (item) => html`<${SyStatus} kind=${LOOKS[item.action]} text=${t(`import.${item.action}`)} />` },
    { key: 'notes', text: t('import.notes'), render: (item) => {
      const all = remarks(item)
      return all.length ? html`<ul class="calendar-notes">${all.map((n, i) => html`<li key=${i}>${n}</li>`)}</ul>` : ''
    } },
    { key: 'line', text: t('import.line'), type: 'number', width: 80 },
  ]

  return () => {
    const p = preview.value
    const open = p && !p.confirmedAt
    const writes = p && (p.counts.added + p.counts.changed + p.counts.cancelled || Object.keys(chosen).length)
    return html`<${SyPage} title=${t('import.page')} lead=${t('import.lead')} back=${{ text: t('event.back'), to: '' }} actions=${[
        open && writes > 0 && { text: t('import.confirm'), icon: 'check', primary: true, run: take, loading: busy.value },
        p && { text: t('import.again'), icon: 'refresh', run: begin },
      ]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      ${!p && html`<${SyFileDrop} accept=".ics,text/calendar" maxBytes=${5 * 1024 * 1024} text=${t('import.drop')} onFile=${read} share=${share.value} />`}
      ${p && html`<${SyCard} title=${p.name}>
        <p role="status">${p.confirmedAt ? `${t('import.done')} · ` : ''}${t('import.counts', p.counts)}${open && !writes ? ` · ${t('import.nothing')}` : ''}</p>
        <${SyTable} key=${p.id + (p.confirmedAt || 'open')} id="calendar-import" columns=${columns} size=${100}
          load=${async ({ page = 1, size = 100 }) => ({ items: p.items.slice((page - 1) * size, page * size).map((item) => ({ ...item, id: item.uid + item.line })), total: p.items.length })} />
        ${p.faults.length > 0 && html`<h2 class="calendar-faults">${t('import.faults')}</h2><ul class="calendar-notes">
          ${p.faults.map((f) => html`<li key=${f.line + f.text}>${t('import.fault', f)}</li>`)}</ul>`}
      <//>`}
    <//>`
  }
})
