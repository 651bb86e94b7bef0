import { ref } from 'vue'
import { announce, defineView, format, html, SyDialog, SyPage, SyTable, toast } from '@shuyuan/ui'
import { useChain } from './chain.js'

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

/** What the address narrows the list to beyond its filters, and how to be rid of it. */
const narrowed = (ctx) => {
  const { t, query } = ctx
  const only = [query.subject && t('audit-list.only-subject'), query.account && t('audit-list.only-account')].filter(Boolean)
  return only.length > 0 && html`<p class="sy-row sy-no-print"><span>${t('audit-list.only', { what: only.join(' · ') })}</span>
    <button type="button" class="el-button" onClick=${() => ctx.setQuery({ subject: undefined, account: undefined, older: undefined, page: undefined })}>${t('audit-list.clear')}</button></p>`
}

const details = (ctx, entry, close) => {
  const { t } = ctx
  const all = changes(entry)
  const both = entry.before !== null && entry.after !== null
  const go = (values) => { close(); ctx.setQuery({ subject: undefined, account: undefined, older: undefined, page: undefined, ...values }) }
  return html`
    <p>${[...new Set([entry.who, entry.subject.label, entry.unit?.name, entry.address, format.dateTime(entry.at)])].filter(Boolean).join(' · ')}</p>
    ${entry.redacted && html`<p>${t('audit-list.redacted.text')}</p>`}
    ${all.length === 0 ? html`<p class="sy-muted">${t('audit-list.nothing')}</p>` : html`
      <div class="access-changes" tabindex="0" role="region" aria-label=${t('audit-list.details')}><table>
        <thead><tr><th scope="col">${t('audit-list.what')}</th>
          ${entry.before !== null && html`<th scope="col">${t('audit-list.before')}</th>`}${entry.after !== null && html`<th scope="col">${t('audit-list.after')}</th>`}</tr></thead>
        <tbody>${all.map((one) => html`<tr key=${one.key} class=${both && one.changed ? 'is-changed' : ''}><th scope="row">${entry.fields[one.key] ?? one.key}</th>
          ${entry.before !== null && html`<td>${words(t, entry, one.before)}</td>`}${entry.after !== null && html`<td>${words(t, entry, one.after)}</td>`}</tr>`)}</tbody>
      </table></div>`}
    <p class="sy-muted">${t('audit-list.number')} ${entry.number ?? t('audit-list.unchained')} <span class="access-hash">${entry.hash}</span></p>
    <div class="sy-row sy-no-print">
      ${entry.subject.id && html`<button type="button" class="el-button" onClick=${() => go({ subject: `${entry.subject.kind}/${entry.subject.id}` })}>${t('audit-list.of-subject')}</button>`}
      ${entry.account && html`<button type="button" class="el-button" onClick=${() => go({ account: entry.account })}>${t('audit-list.of-account')}</button>`}
    </div>`
}

/** Both files hold what is filtered. */
const exporting = (ctx, open) => {
  const { t, api, query } = ctx
  const save = async (as) => {
    open.value = false
    const { page, size, ...filter } = query
    try {
      await api.download('audit', { ...filter, format: as })
      announce(t('audit-list.done'))
    } catch (failure) {
      toast.error(failure)
    }
  }
  return html`
    <${SyDialog} open=${open.value} title=${t('audit-list.export')} onClose=${() => { open.value = false }}>
      <p>${t('audit-list.export.text')}</p>
      <div class="sy-row">
        <button type="button" class="el-button el-button--primary" onClick=${() => save('xlsx')}>${t('audit-list.xlsx')}</button>
        <button type="button" class="el-button" onClick=${() => save('jsonl')}>${t('audit-list.jsonl')}</button></div>
    <//>`
}

export const list = defineView((ctx) => {
  const { t, api } = ctx
  const open = ref(null)
  const asking = ref(false)
  const actions = ref([])
  const page = ref({ items: [], total: 0 })
  const chain = useChain(ctx)
  const load = async (query) => {
    const { subject, account, older } = ctx.query
    page.value = await api.get('audit', { ...query, subject, account, older })
    return page.value
  }
  api.get('audit/actions').then((all) => { actions.value = all.items.map((one) => ({ value: one.id, text: one.text })).sort((a, b) => a.text.localeCompare(b.text)) }, () => {})
  const columns = [
    { key: 'at', text: t('audit-list.at'), type: 'datetime' },
    { key: 'who', text: t('audit-list.who') },
    { key: 'actionText', text: t('audit-list.action') },
    { key: 'subject.label', text: t('audit-list.subject') },
    { key: 'unit.name', text: t('audit-list.unit') },
    { key: 'address', text: t('audit-list.address') },
    { key: 'number', text: t('audit-list.number'), type: 'number', hidden: true },
  ]
  const last = () => page.value.items[page.value.items.length - 1]
  const show = (row) => { open.value = row }
  const close = () => { open.value = null }
  return () => html`
    <${SyPage} title=${t('nav.audit')} lead=${t('audit-list.lead')} actions=${[{ text: t('audit-list.export'), icon: 'download', run: () => { asking.value = true } }]}>
      ${chain()}
      ${narrowed(ctx)}
      <${SyTable} key=${[ctx.query.subject, ctx.query.account, ctx.query.older].join('|')} id="audit" load=${load} columns=${columns} search=${t('audit-list.search')} onRow=${show}
        rowActions=${(row) => [{ text: t('audit-list.details'), icon: 'view', run: () => show(row) }]}
        filters=${[
          { key: 'from', text: t('audit-list.from'), type: 'date' }, { key: 'to', text: t('audit-list.to'), type: 'date' },
          { key: 'action', text: t('audit-list.action'), type: 'select', options: actions.value },
          { key: 'about', text: t('audit-list.about'), type: 'unit' },
          { key: 'address', text: t('audit-list.address'), type: 'text' }]}
        empty=${{ title: t('audit-list.empty'), text: t('audit-list.empty.text') }} />
      ${(page.value.total > 10000 || ctx.query.older) && html`<p class="sy-row sy-no-print"><span class="sy-muted">${page.value.total > 10000 && t('audit-list.many')}</span>
        ${ctx.query.older && html`<button type="button" class="el-button" onClick=${() => ctx.setQuery({ older: undefined, page: undefined })}>${t('audit-list.newest')}</button>`}
        ${page.value.total > 10000 && last() && html`<button type="button" class="el-button" onClick=${() => ctx.setQuery({ older: last().id, page: undefined })}>${t('audit-list.older')}</button>`}</p>`}
      ${exporting(ctx, asking)}
      <${SyDialog} open=${open.value !== null} title=${open.value?.actionText ?? ''} wide=${true} onClose=${close}>
        ${open.value && details(ctx, open.value, close)}
      <//>
    <//>`
})
