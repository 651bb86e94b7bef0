import { ref } from 'vue'
import { defineView, format, html, SyDialog, SyPage, SyTable } from '@shuyuan/ui'

/** One value in words: names for ids, times in the reader's way, yes and no. */
const words = (t, entry, value) => {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return t(value ? 'audit-list.yes' : 'audit-list.no')
  if (Array.isArray(value)) return value.map((one) => words(t, entry, one)).join(t('audit-list.comma'))
  if (typeof value === 'object') return Object.entries(value).map(([key, one]) => `${entry.fields[key] ?? key}: ${words(t, entry, one)}`).join('\n')
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(value)) return format.dateTime(value)
  return entry.names[value] ?? String(value)
}
const object = (value) => (value && typeof value === 'object' && !Array.isArray(value) ? value : value === null || value === undefined ? {} : { value })

/** Field by field; what changed first, what stayed after it. */
const changes = (entry) => {
  const before = object(entry.before)
  const after = object(entry.after)
  const changed = (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])
  return Object.keys({ ...before, ...after }).filter((key) => key !== 'version')
    .map((key) => ({ key, before: before[key], after: after[key], changed: changed(key) })).sort((a, b) => Number(b.changed) - Number(a.changed))
}

export const list = defineView((ctx) => {
  const { t } = ctx
  const open = ref(null)
  const columns = [
    { key: 'at', text: t('audit-list.at'), type: 'datetime' },
    { key: 'who', text: t('audit-list.who') },
    { key: 'actionText', text: t('audit-list.action') },
    { key: 'subject.label', text: t('audit-list.subject') },
    { key: 'unit.name', text: t('audit-list.unit') },
    { key: 'address', text: t('audit-list.address') },
  ]
  const details = (entry) => {
    const all = changes(entry)
    const both = entry.before !== null && entry.after !== null
    return html`
      <p>${[...new Set([entry.who, entry.subject.label, entry.unit?.name, entry.address, format.dateTime(entry.at)])].filter(Boolean).join(' · ')}</p>
      ${all.length === 0 ? html`<p class="sy-muted">${t('audit-list.nothing')}</p>` : html`
        <div class="access-changes" tabindex="0" role="region" aria-label=${t('audit-list.details')}><table>
          <thead><tr><th scope="col">${t('audit-list.what')}</th>
            ${entry.before !== null && html`<th scope="col">${t('audit-list.before')}</th>`}${entry.after !== null && html`<th scope="col">${t('audit-list.after')}</th>`}</tr></thead>
          <tbody>${all.map((one) => html`<tr key=${one.key} class=${both && one.changed ? 'is-changed' : ''}><th scope="row">${entry.fields[one.key] ?? one.key}</th>
            ${entry.before !== null && html`<td>${words(t, entry, one.before)}</td>`}${entry.after !== null && html`<td>${words(t, entry, one.after)}</td>`}</tr>`)}</tbody>
        </table></div>`}`
  }
  return () => html`
    <${SyPage} title=${t('nav.audit')} lead=${t('audit-list.lead')}>
      <${SyTable} id="audit" load="audit" columns=${columns} search=${t('audit-list.search')} export=${true} onRow=${(row) => { open.value = row }}
        rowActions=${(row) => [{ text: t('audit-list.details'), icon: 'view', run: () => { open.value = row } }]}
        filters=${[{ key: 'from', text: t('audit-list.from'), type: 'date' }, { key: 'to', text: t('audit-list.to'), type: 'date' }]}
        empty=${{ title: t('audit-list.empty'), text: t('audit-list.empty.text') }} />
      <${SyDialog} open=${open.value !== null} title=${open.value?.actionText ?? ''} wide=${true} onClose=${() => { open.value = null }}>
        ${open.value && details(open.value)}
      <//>
    <//>`
})
