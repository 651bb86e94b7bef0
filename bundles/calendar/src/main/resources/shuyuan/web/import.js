// A calendar file: chosen, shown, confirmed.
import { ref } from 'vue'
import { announce, defineView, format, html, SyCard, SyFileDrop, SyPage, SyProblem, SyStatus, SyTable, toast } from '@shuyuan/ui'
import { period } from './event.js'
import { words } from './rules.js'

const LOOKS = { added: 'success', changed: 'warning', unchanged: 'neutral', refused: 'danger' }

export const upload = defineView((ctx) => {
  const { t, api } = ctx
  const preview = ref(null)
  const share = ref(null)
  const problem = ref(null)
  const busy = ref(false)

  const read = async (file) => {
    problem.value = null
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
    try {
      preview.value = await api.post(`imports/${preview.value.id}/confirm`, {})
      toast.success(t('import.done'))
    } catch (e) {
      problem.value = e
    } finally {
      busy.value = false
    }
  }
  const columns = [
    { key: 'title', text: t('event.title') },
    { key: 'when', text: t('event.when'), render: (item) => period(item) },
    { key: 'kind.name', text: t('event.kind') },
    { key: 'action', text: t('import.action'), render: (item) => html`<${SyStatus} kind=${LOOKS[item.action]} text=${t(`import.${item.action}`)} />` },
    { key: 'notes', text: t('import.notes'), render: (item) => {
      const notes = [...(item.rule ? [t('import.repeat', { rule: words(item.rule, item.start, t, format) })] : []), ...(item.dates ? [t('import.left-out', { n: item.dates })] : []), ...item.notes]
      return notes.length ? html`<ul class="calendar-notes">${notes.map((n) => html`<li key=${n}>${n}</li>`)}</ul>` : ''
    } },
    { key: 'line', text: t('import.line'), type: 'number', width: 80 },
  ]

  return () => {
    const p = preview.value
    const open = p && !p.confirmedAt
    const writes = p && p.counts.added + p.counts.changed
    return html`<${SyPage} title=${t('import.page')} lead=${t('import.lead')} back=${{ text: t('event.back'), to: '' }} actions=${[
        open && writes > 0 && { text: t('import.confirm'), icon: 'check', primary: true, run: take, loading: busy.value },
        p && { text: t('import.again'), icon: 'refresh', run: () => { preview.value = null; problem.value = null } },
      ]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      ${!p && html`<${SyFileDrop} accept=".ics,text/calendar" maxBytes=${5 * 1024 * 1024} text=${t('import.drop')} onFile=${read} share=${share.value} />`}
      ${p && html`<${SyCard} title=${p.name}>
        <p role="status">${p.confirmedAt ? `${t('import.done')} · ` : ''}${t('import.counts', p.counts)}${open && !writes ? ` · ${t('import.nothing')}` : ''}</p>
        <${SyTable} key=${p.confirmedAt || 'open'} id="calendar-import" columns=${columns} size=${100}
          load=${async ({ page = 1, size = 100 }) => ({ items: p.items.slice((page - 1) * size, page * size).map((item) => ({ ...item, id: item.uid + item.line })), total: p.items.length })} />
        ${p.faults.length > 0 && html`<h2 class="calendar-faults">${t('import.faults')}</h2><ul class="calendar-notes">
          ${p.faults.map((f) => html`<li key=${f.line + f.text}>${t('import.fault', f)}</li>`)}</ul>`}
      <//>`}
    <//>`
  }
})
