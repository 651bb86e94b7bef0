// Looking at a roster before it comes in: problems first, each correctable in its cell.
import { ref } from 'vue'
import { announce, confirm, defineView, formDialog, format, html, SyCard, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'

const KINDS = { added: 'success', changed: 'info', unchanged: 'neutral', problem: 'danger' }
const FINDINGS = { error: 'danger', warning: 'warning', info: 'neutral' }

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const path = `imports/${ctx.params.id}`
  const { data, problem, reload } = useLoad(() => api.get(path))
  const filter = ref('problem')
  const version = ref(0)
  const busy = ref(false)

  const adjust = async (change) => {
    busy.value = true
    try {
      data.value = await api.patch(path, change, { match: data.value })
      version.value += 1
      announce(`${t('import.problem')} ${data.value.counts.problem}`)
      return data.value
    } catch (failed) {
      toast.error(failed)
      if (failed.status === 412 || failed.status === 409) reload()
      return undefined
    } finally {
      busy.value = false
    }
  }

  const correct = (row, cell) => formDialog({
    title: t('import.correct-title', { cell: cell.cell }),
    id: `cell-${ctx.params.id}-${cell.cell}`,
    submitText: t('import.correct'),
    fields: [{ key: 'value', text: `${row.name ?? ''} · ${t(`field.${cell.field}`)}`, help: t('import.correct-help', { found: cell.raw || '—' }) }],
    value: { value: cell.raw },
    submit: async (values) => {
      data.value = await api.patch(path, { corrections: { [row.row]: { [cell.column]: values.value ?? '' } } }, { match: data.value })
      version.value += 1
      return data.value
    },
  })

  const finish = async () => {
    const c = data.value.counts
    const text = c.added + c.changed ? t('import.confirm-text', c) : t('import.nothing')
    if (!await confirm({ title: t('import.confirm'), text, yes: t('import.confirm') })) return
    busy.value = true
    try {
      await api.post(`${path}/confirm`, { digest: data.value.digest }, { match: data.value })
      announce(t('import.done'))
      reload()
    } catch (failed) {
      toast.error(failed)
      reload()
    } finally {
      busy.value = false
    }
  }

  const drop = async () => {
    if (!await confirm({ title: t('import.drop-it'), text: t('import.drop-text'), yes: t('import.drop-it'), danger: true })) return
    await api.delete(path, { match: data.value })
    ctx.navigate('import', { replace: true })
  }

  const finding = (row, f) => {
    const cell = row.cells.find((c) => c.cell === f.cell)
    return html`
      <li class="directory-finding">
        <${SyStatus} kind=${FINDINGS[f.severity]} text=${f.cell || `${t('import.row')} ${row.row}`} />
        <span>${f.text} <span class="sy-muted">${f.action}</span></span>
        ${cell && f.severity !== 'info' && html`
          <button type="button" class="directory-link" aria-label=${`${t('import.correct')} ${f.cell}`} onClick=${() => correct(row, cell)}>${t('import.correct')}</button>`}
      </li>`
  }

  const what = (row) => html`
    <ul class="directory-findings">
      ${row.changes.map((c) => html`
        <li key=${c.field}>${t('import.change', { label: c.label, before: c.before ?? '—', after: c.after ?? '—' })}</li>`)}
      ${row.findings.map((f) => finding(row, f))}
    </ul>`

  const columns = [
    { key: 'row', text: t('import.row'), width: 70, align: 'right', type: 'number' },
    { key: 'name', text: t('field.name'), width: 110, render: (row) => row.name ?? '—' },
    { key: 'number', text: t('field.number'), width: 110 },
    { key: 'unit', text: t('field.unit'), width: 150, render: (row) => (row.newUnit ? `${row.unit}${t('import.new-unit')}` : row.unit) },
    { key: 'state', text: t('import.state'), width: 100, render: (row) => html`<${SyStatus} kind=${KINDS[row.state]} text=${t(`import.${row.state}`)} />` },
    { key: 'findings', text: t('import.what'), render: what },
  ]

  const tabs = (counts) => [
    ['problem', t('import.show-problem'), counts.problem + counts.warnings],
    ['added', t('import.added'), counts.added],
    ['changed', t('import.changed'), counts.changed],
    ['unchanged', t('import.unchanged'), counts.unchanged],
    ['all', t('import.show-all'), counts.rows],
  ]

  const mapping = (d) => html`
    <details class="directory-details" open=${!d.headerRow || !d.columns.some((c) => c.field === 'name')}>
      <summary>${t('import.columns')}</summary>
      <p class="sy-muted">${d.headerRow ? t('import.columns-lead') : t('import.header-none')}</p>
      <div class="sy-row">
        <label>${t('import.sheet')}
          <select class="directory-select" value=${d.sheet} disabled=${busy.value} onChange=${(e) => adjust({ sheet: Number(e.target.value) })}>
            ${d.sheets.map((s) => html`<option value=${s.index} selected=${s.index === d.sheet}>${s.name} (${s.rows})</option>`)}
          </select>
        </label>
        <label>${t('import.header-row')}
          <select class="directory-select" disabled=${busy.value} onChange=${(e) => adjust({ headerRow: Number(e.target.value) })}>
            ${!d.headerRow && html`<option value="0" selected>—</option>`}
            ${d.top.map((r) => html`<option value=${r.row} selected=${r.row === d.headerRow}>${r.row}: ${r.text.slice(0, 40)}</option>`)}
          </select>
        </label>
      </div>
      <table class="directory-mapping">
        <thead><tr><th scope="col">${t('import.column')}</th><th scope="col">${t('import.header')}</th><th scope="col">${t('import.samples')}</th><th scope="col">${t('import.meaning')}</th></tr></thead>
        <tbody>
          ${d.columns.map((c) => html`
            <tr key=${c.column}>
              <td>${c.column}</td><td>${c.header}</td><td class="sy-muted">${c.samples.join(' · ')}</td>
              <td>
                <select class="directory-select" aria-label=${`${t('import.meaning')} ${c.column} ${c.header}`} disabled=${busy.value}
                  onChange=${(e) => {
                    const chosen = Object.fromEntries(d.columns.filter((o) => o.field && o.field !== e.target.value).map((o) => [o.column, o.field]))
                    delete chosen[c.column]
                    if (e.target.value) chosen[c.column] = e.target.value
                    adjust({ columns: chosen })
                  }}>
                  <option value="" selected=${!c.field}>${t('import.ignore')}</option>
                  ${d.fields.map((f) => html`<option value=${f.id} selected=${f.id === c.field}>${f.text}</option>`)}
                </select>
              </td>
            </tr>`)}
        </tbody>
      </table>
    </details>`

  const result = (d) => html`
    <${SyPage} title=${t('import.done')} back=${{ text: t('nav.import'), to: 'import' }} actions=${[
      { text: t('import.another'), to: 'import' },
      { text: t('import.see-units'), to: 'units' },
      { text: t('import.see-people'), primary: true, to: 'people' },
    ]}>
      <${SyCard} title=${d.name}>
        <p>${t('import.done-text', d.result)}</p>
        ${d.result.problem > 0 && html`<p>${t('import.done-problem', d.result)}</p>`}
      <//>
    <//>`

  const preview = (d) => html`
    <${SyPage} title=${d.name} lead=${t('import.into', { unit: d.unit.name })} back=${{ text: t('nav.import'), to: 'import' }} actions=${[
      { text: t('import.drop-it'), run: drop, disabled: busy.value },
      { text: t('import.confirm'), primary: true, icon: 'check', run: finish, loading: busy.value },
    ]}>
      ${d.before && html`<p>${t('import.before', { at: format.dateTime(d.before.confirmedAt), who: d.before.confirmedBy })}</p>`}
      <${SyCard}>
        <div class="directory-tabs" role="group" aria-label=${t('import.state')}>
          ${tabs(d.counts).map(([key, text, count]) => html`
            <button type="button" key=${key} class="directory-tab" aria-pressed=${filter.value === key ? 'true' : 'false'} onClick=${() => { filter.value = key }}>
              <span>${text}</span> <strong class="sy-num">${count}</strong>
            </button>`)}
        </div>
        ${d.newUnits.length > 0 && html`<p><strong>${t('import.new-units')}</strong> ${d.newUnits.join('、')}</p>`}
        ${mapping(d)}
        ${d.leftOut.length > 0 && html`
          <details class="directory-details">
            <summary>${t('import.left-out')} (${d.counts.leftOut})</summary>
            <ul>${d.leftOut.map((l) => html`<li key=${l.row}>${t('import.row')} ${l.row}: ${l.text} <span class="sy-muted">${l.reason}</span></li>`)}</ul>
          </details>`}
        <${SyTable} key=${`${filter.value}-${version.value}`} id="import-rows" size=${50} load=${(query) => api.get(`${path}/rows`, { ...query, filter: filter.value })}
          columns=${columns} empty=${{ title: t('import.no-rows') }} />
      <//>
    <//>`

  return () => {
    if (problem.value && !data.value) return html`<${SyPage} title=${t('nav.import')}><${SyProblem} problem=${problem.value} retry=${reload} /><//>`
    if (!data.value) return html`<${SyPage} title=${t('nav.import')}><${SySkeleton} rows=${8} /><//>`
    return data.value.status === 'confirmed' ? result(data.value) : preview(data.value)
  }
})
