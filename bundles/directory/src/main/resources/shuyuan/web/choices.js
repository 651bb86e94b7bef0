// How a roster is read: its sheets, what its columns mean, where its departments go.
import { html } from '@shuyuan/ui'
import { CATEGORIES, options } from './shared.js'

/** A part that opens and stays as it was left while the page changes. @param opened reactive: which are open */
export const section = (opened, key, title, content, must = false) => html`
  <details class="directory-details" key=${key} open=${opened[key] ?? must} onToggle=${(e) => { opened[key] = e.target.open }}>
    <summary>${title}</summary>
    ${content}
  </details>`

/** Which sheets come in; nothing to choose in a file of one. */
export const sheetsOf = (t, d, adjust, busy) => {
  const ignored = d.sheets.filter((s) => s.chosen && s.headerRow).flatMap((s) => s.columns.filter((c) => !c.field && c.header).map((c) => c.header))
  return html`
    ${d.sheets.length > 1 && html`
      <fieldset class="directory-sheets">
        <legend>${t('import.sheets')}</legend>
        ${d.sheets.map((s) => html`
          <label key=${s.index}>
            <input type="checkbox" checked=${s.chosen} disabled=${busy || (s.chosen && d.sheets.filter((o) => o.chosen).length === 1)}
              onChange=${(e) => adjust({ sheet: s.index, use: e.target.checked })} />
            ${t('import.sheet-rows', { name: s.name, rows: s.rows })}${s.hidden && html` <span class="sy-muted">${t('import.sheet-hidden')}</span>`}
          </label>`)}
      </fieldset>`}
    ${ignored.length > 0 && html`<p class="sy-muted">${t('import.ignored', { columns: [...new Set(ignored)].join(t('place.and')) })}</p>`}
    ${d.charset && html`
      <p class="directory-details">
        <label>${t('import.charset-label')}
          <select class="directory-select" disabled=${busy} onChange=${(e) => adjust({ charset: e.target.value })}>
            ${d.charsets.map((c) => html`<option key=${c} value=${c} selected=${c === d.charset}>${c}</option>`)}
          </select>
          <span class="sy-muted">${t('import.charset-help')}</span>
        </label>
      </p>`}`
}

/** Where the names of departments in the file go. */
export const departments = (t, d, adjust, busy, opened) => {
  if (!d.units.length) return null
  const guessed = d.units.filter((u) => u.how === 'guessed').length
  const fresh = [...new Set(d.units.filter((u) => !u.unit).map((u) => u.target))]
  const known = new Set(d.places.map((p) => p.name))
  const choicesFor = (u) => [
    ...[...new Set([u.name, ...fresh])].filter((name) => !known.has(name)).map((name) => ({ value: name, text: t('import.unit-new', { name }) })),
    ...d.places.map((p) => ({ value: p.id, text: p.name })),
  ]
  const title = html`${t('import.units')} · ${d.counts.units ? t('import.units-summary', { count: d.counts.units }) : t('import.units-none')}
    ${guessed > 0 && html`<span class="directory-hint">${t('text.comma')}${t('import.units-guessed', { count: guessed })}</span>`}`
  return section(opened, 'units', title, html`
      <p class="sy-muted">${t('import.units-lead')}</p>
      <table class="directory-mapping">
        <thead><tr><th scope="col">${t('import.unit-written')}</th><th scope="col">${t('import.unit-rows')}</th><th scope="col">${t('import.unit-means')}</th></tr></thead>
        <tbody>
          ${[...d.units].sort((a, b) => Number(b.how === 'guessed') - Number(a.how === 'guessed')).map((u) => html`
            <tr key=${u.name}>
              <td>${u.name}</td><td class="sy-num">${u.rows}</td>
              <td>
                <select class="directory-select" aria-label=${`${t('import.unit-means')} ${u.name}`} disabled=${busy} onChange=${(e) => adjust({ units: { [u.name]: e.target.value } })}>
                  ${choicesFor(u).map((o) => html`<option key=${o.value} value=${o.value} selected=${o.value === (u.unit ?? u.target)}>${o.text}</option>`)}
                </select>
                ${u.how === 'guessed' && html` <span class="directory-hint">${t('import.unit-guessed')}</span>`}
              </td>
            </tr>`)}
        </tbody>
      </table>`)
}

/** Of which nature the enterprises in the file are; the rows of one may differ. */
export const natures = (t, d, adjust, busy, opened) => {
  if (!d.natures.length) return null
  const conflicts = d.natures.filter((n) => n.written.length > 1).length
  const choices = (n) => [...new Set([...n.written.map((w) => w.text), n.nature, n.before].filter(Boolean))]
  const title = html`${t('import.natures')}${conflicts > 0 && html`<span class="directory-hint">${t('text.comma')}${t('import.natures-conflict', { count: conflicts })}</span>`}`
  return section(opened, 'natures', title, html`
      <p class="sy-muted">${t('import.natures-lead')}</p>
      <table class="directory-mapping">
        <thead><tr><th scope="col">${t('import.nature-unit')}</th><th scope="col">${t('import.nature-written')}</th><th scope="col">${t('field.nature')}</th></tr></thead>
        <tbody>
          ${d.natures.map((n) => html`
            <tr key=${n.unit}>
              <td>${n.unit}</td>
              <td class=${n.written.length > 1 ? 'directory-hint' : 'sy-muted'}>${n.written.map((w) => t('import.nature-said', w)).join(t('place.and'))}</td>
              <td>
                <select class="directory-select" aria-label=${`${t('field.nature')} ${n.unit}`} disabled=${busy} onChange=${(e) => adjust({ natures: { [n.unit]: e.target.value || null } })}>
                  ${!n.nature && html`<option value="" selected>${t('import.nature-keep')}</option>`}
                  ${choices(n).map((c) => html`<option key=${c} value=${c} selected=${c === n.nature}>${c}</option>`)}
                </select>
                ${n.before && n.before !== n.nature && html` <span class="sy-muted">${t('import.nature-now', { before: n.before })}</span>`}
              </td>
            </tr>`)}
        </tbody>
      </table>`)
}

/** What the columns of each chosen sheet mean. */
export const columnsOf = (t, d, adjust, busy, opened) => {
  const chosen = d.sheets.filter((s) => s.chosen)
  const choose = (sheet, column, field) => {
    const columns = Object.fromEntries(sheet.columns.filter((o) => o.field && o.field !== field && o.column !== column).map((o) => [o.column, o.field]))
    if (field) columns[column] = field
    adjust({ sheet: sheet.index, columns })
  }
  return chosen.map((sheet) => section(opened, `columns-${sheet.index}`, `${t('import.columns')}${chosen.length > 1 ? ` · ${sheet.name}` : ''}`, html`
      <p class="sy-muted">${sheet.headerRow ? t('import.columns-lead') : t('import.header-none')}</p>
      <div class="sy-row">
        <label>${t('import.header-row')}
          <select class="directory-select" disabled=${busy} onChange=${(e) => adjust({ sheet: sheet.index, headerRow: Number(e.target.value) })}>
            <option value="0" selected=${!sheet.headerRow}>${t('import.header-no')}</option>
            ${sheet.top.map((r) => html`<option key=${r.row} value=${r.row} selected=${r.row === sheet.headerRow}>${r.row}: ${r.text.slice(0, 40)}</option>`)}
          </select>
        </label>
        ${!sheet.columns.some((c) => c.field === 'category') && html`
          <label>${t('import.sheet-category')}
            <select class="directory-select" disabled=${busy} onChange=${(e) => adjust({ sheet: sheet.index, category: e.target.value })}>
              <option value="" selected=${!sheet.category}>${t('import.sheet-category-none')}</option>
              ${options(t, 'category', CATEGORIES, sheet.category).map((o) => html`<option key=${o.value} value=${o.value} selected=${o.value === sheet.category}>${o.text}</option>`)}
            </select>
          </label>`}
      </div>
      <table class="directory-mapping">
        <thead><tr><th scope="col">${t('import.column')}</th><th scope="col">${t('import.header')}</th><th scope="col">${t('import.samples')}</th><th scope="col">${t('import.meaning')}</th></tr></thead>
        <tbody>
          ${sheet.columns.map((c) => html`
            <tr key=${c.column}>
              <td>${c.column}</td><td>${c.header}</td><td class="sy-muted">${c.samples.join(' · ')}</td>
              <td>
                <select class="directory-select" aria-label=${`${t('import.meaning')} ${c.column} ${c.header}`} disabled=${busy} onChange=${(e) => choose(sheet, c.column, e.target.value)}>
                  <option value="" selected=${!c.field}>${t('import.ignore')}</option>
                  ${d.fields.map((f) => html`<option key=${f.id} value=${f.id} selected=${f.id === c.field}>${f.text}</option>`)}
                </select>
              </td>
            </tr>`)}
        </tbody>
      </table>`, !sheet.columns.some((c) => c.field === 'name')))
}

/** What was put in order without asking. */
export const notes = (t, d, opened) => d.notes.length > 0 && section(opened, 'notes', t('import.notes'), html`
  <ul>${d.notes.map((n) => html`<li key=${n.code}>${t('import.note', n)}</li>`)}</ul>`)
