// Who is who, and who left: what the file does not say, somebody decides here.
import { confirm, html, SyStatus, SyTable } from '@shuyuan/ui'

const MARKS = { true: 'success', false: 'danger', null: 'neutral' }

/** Whom a row may mean, with what speaks for it and against it. */
export const candidates = (t, row, adjust, busy) => {
  if (!row.candidates.length) return null
  const decide = (value) => adjust({ persons: { [row.id]: value } })
  return html`
    ${row.candidates.map((c) => html`
      <li class="directory-candidate" key=${c.id}>
        <span><strong>${c.name}</strong> <span class="sy-muted">${[c.number, c.unit, c.left && t('import.candidate-left')].filter(Boolean).join(' · ')}</span></span>
        <ul class="directory-facts">
          ${c.facts.filter((f) => f.field !== 'name' || f.same === false).map((f) => html`
            <li key=${f.field}><${SyStatus} kind=${MARKS[String(f.same)]} text=${t('import.fact', { label: f.label, file: f.file ?? '—', stored: f.stored ?? '—' })} /></li>`)}
        </ul>
        <button type="button" class="directory-link sy-no-print" disabled=${busy} aria-label=${`${t('import.same')} ${row.name ?? ''} ${row.row} ${c.number ?? ''}`}
          onClick=${() => decide(c.id)}>${t('import.same')}</button>
      </li>`)}
    <li key="other"><button type="button" class="directory-link sy-no-print" disabled=${busy} aria-label=${`${t('import.other')} ${row.name ?? ''} ${row.row}`}
      onClick=${() => decide('new')}>${t('import.other')}</button></li>`
}

/** What was decided about a row, and the way back. */
export const decision = (t, row, adjust, busy) => row.decision && html`
  <li key="decision">${t(row.decision === 'new' ? 'import.decided-new' : 'import.decided-same')}
    <button type="button" class="directory-link sy-no-print" disabled=${busy} aria-label=${`${t('import.undecide')} ${row.name ?? ''} ${row.row}`}
      onClick=${() => adjust({ persons: { [row.id]: null } })}>${t('import.undecide')}</button></li>`

/** All alike. */
export const unclearActions = (t, adjust, busy) => html`
  <p class="sy-muted">${t('import.unclear-lead')}</p>
  <div class="directory-tabs sy-no-print">
    <button type="button" class="directory-tab" disabled=${busy} onClick=${() => adjust({ alike: 'same' })}>${t('import.all-same')}</button>
    <button type="button" class="directory-tab" disabled=${busy} onClick=${() => adjust({ alike: 'new' })}>${t('import.all-new')}</button>
  </div>`

/** People of the unit who are not in the file. */
export const missing = (t, ctx, path, table, adjust, busy, counts) => {
  const leave = (people, yes) => adjust({ left: { people, yes } })
  const all = async () => {
    if (await confirm({ title: t('import.all-left'), text: t('import.all-left-text', { count: counts.missing }), yes: t('import.all-left'), danger: true })) await leave(undefined, true)
  }
  const columns = [
    { key: 'name', text: t('field.name') },
    { key: 'number', text: t('field.number') },
    { key: 'unit', text: t('field.unit') },
    { key: 'position', text: t('field.position') },
    { key: 'left', text: t('import.state'), render: (row) => html`<${SyStatus} kind=${row.left ? 'warning' : 'neutral'} text=${t(row.left ? 'import.left-yes' : 'import.left-no')} />` },
  ]
  return html`
    <p class="sy-muted">${t('import.missing-lead')}</p>
    <div class="directory-tabs sy-no-print">
      <button type="button" class="directory-tab" disabled=${busy || counts.left === counts.missing} onClick=${all}>${t('import.all-left')}</button>
      <button type="button" class="directory-tab" disabled=${busy || !counts.left} onClick=${() => leave(undefined, false)}>${t('import.none-left')}</button>
    </div>
    <${SyTable} key="missing" ref=${table} id="import-missing" size=${50} load=${(query) => ctx.api.get(`${path}/missing`, query)} columns=${columns}
      bulk=${[
        { text: t('import.left-yes'), run: (rows) => leave(rows.map((r) => r.id), true) },
        { text: t('import.left-no'), run: (rows) => leave(rows.map((r) => r.id), false) },
      ]}
      rowActions=${(row) => [{ text: t(row.left ? 'import.left-no' : 'import.left-yes'), label: `${t(row.left ? 'import.left-no' : 'import.left-yes')} ${row.name}`, disabled: busy,
        run: () => leave([row.id], !row.left) }]}
      empty=${{ title: t('import.no-rows') }} />`
}
