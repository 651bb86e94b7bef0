// A workbook into a roll: chosen, shown, confirmed.
import { ref } from 'vue'
import { announce, defineView, format, html, SyCard, SyFileDrop, SyPage, SyProblem, SyStatus, SyTable, toast } from '@shuyuan/ui'
import { state } from './words.js'

export const upload = defineView((ctx) => {
  const { t, api, params } = ctx
  const path = `gatherings/${params.id}`
  const preview = ref(null)
  const problem = ref(null)
  const share = ref(null)
  const busy = ref(false)
  let chosen = null

  const begin = () => {
    preview.value = null
    problem.value = null
    chosen = null
  }
  const read = async (file) => {
    begin()
    share.value = 0
    try {
      preview.value = await api.upload(`${path}/roll-file`, file, { onProgress: (done) => (share.value = done) })
      chosen = file
      announce(t('import.counts', { changed: preview.value.changed, unchanged: preview.value.unchanged, refused: preview.value.faults.length }))
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
      await api.upload(`${path}/roll-file/confirm?seal=${preview.value.seal}`, chosen)
      toast.success(t('import.done'))
      ctx.navigate(path, { replace: true })
    } catch (e) {
      problem.value = e
    } finally {
      busy.value = false
    }
  }
  const columns = [
    { key: 'person.name', text: t('person.name'), render: (row) => html`<span>${row.person.name} <span class="sy-muted">${[row.person.unit, row.person.number].filter(Boolean).join(' · ')}</span></span>` },
    { key: 'state', text: t('mark.state'), render: (row) => html`<span class="sy-row">${row.was !== row.state && html`${state(t, row.was)} → `}${state(t, row.state)}</span>` },
    { key: 'note', text: t('mark.note') },
    { key: 'minutes', text: t('mark.minutes'), type: 'number' },
    { key: 'came', text: t('mark.came'), render: (row) => (row.came ? format.time(row.came) : '') },
    { key: 'changed', text: t('import.action'), render: (row) => html`<${SyStatus} kind=${row.changed ? 'warning' : 'neutral'} text=${t(row.changed ? 'import.changed' : 'import.unchanged')} />` },
    { key: 'row', text: t('import.row'), type: 'number', width: 70 },
  ]
  return () => {
    const p = preview.value
    return html`<${SyPage} title=${t('import.page')} lead=${t('import.lead')} back=${{ text: t('roll.page'), to: path }} actions=${[
        p && { text: t('import.again'), icon: 'refresh', run: begin },
        p && p.changed > 0 && { text: t('import.confirm', { count: p.changed }), icon: 'check', primary: true, run: take, loading: busy.value },
      ]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      ${!p && html`<${SyFileDrop} accept=".xlsx,.csv" maxBytes=${2 * 1024 * 1024} text=${t('import.drop')} onFile=${read} share=${share.value} />`}
      ${p && html`<${SyCard} title=${chosen ? chosen.name : t('import.page')}>
        <p role="status">${t('import.counts', { changed: p.changed, unchanged: p.unchanged, refused: p.faults.length })}${p.changed ? '' : ` · ${t('import.nothing')}`}</p>
        <p class="sy-muted">${t('import.columns')} ${Object.entries(p.headings).map(([letter, heading]) => `${letter} ${heading}`).join(' · ')}</p>
        ${p.faults.length > 0 && html`<h2>${t('import.faults')}</h2><ul class="attendance-faults">${p.faults.map((f, i) => html`<li key=${i}><strong class="sy-num">${f.cell}</strong> ${f.text}</li>`)}</ul>`}
        <${SyTable} key=${p.seal} id="roll-import" rowKey="row" columns=${columns} size=${100}
          load=${async ({ page = 1, size = 100 }) => ({ items: p.items.slice((page - 1) * size, page * size), total: p.items.length })} />
      <//>`}
    <//>`
  }
})
