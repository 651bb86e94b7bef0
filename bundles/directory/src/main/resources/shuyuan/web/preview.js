// Looking at a roster before it comes in: what needs a look first, each cell correctable here.
import { computed, reactive, ref } from 'vue'
import { announce, confirm, defineView, formDialog, format, html, SyCard, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { columnsOf, departments, natures, notes, section, sheetsOf } from './choices.js'
import { candidates, decision, missing, unclearActions } from './decide.js'
import { following, progress, stopped } from './job.js'
import { onChanged, setupSteps } from './shared.js'

const KINDS = { added: 'success', changed: 'info', unchanged: 'neutral', unclear: 'warning', problem: 'danger' }
const FINDINGS = { error: 'danger', warning: 'warning', info: 'neutral' }

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const path = `imports/${ctx.params.id}`
  const { data, problem, reload } = useLoad(() => api.get(path))
  /** @type {import('vue').Ref<any>} */
  const table = ref()
  const busy = ref(false)
  const opened = reactive({})
  const setup = Boolean(ctx.query.setup)
  const job = following(ctx, path, () => data.value?.job, async () => { await reload(); table.value?.reload() })
  onChanged(ctx, ['person', 'unit'], async () => {
    if (data.value?.status !== 'open' || busy.value || job.running()) return
    await reload()
    table.value?.reload()
  })

  const first = (c) => (c.unclear ? 'unclear' : c.problem + c.warnings ? 'problem' : c.added ? 'added' : c.changed ? 'changed' : 'all')
  const filter = computed(() => ctx.query.filter ?? first(data.value.counts))
  const show = (key) => ctx.setQuery({ filter: key, page: undefined })

  /** 新增 85 人，1 人暂不导入: only what there is. */
  const parts = (c) => ['added', 'changed', 'left', 'unchanged', 'unclear', 'problem'].filter((k) => c[k]).map((k) => t(`import.part-${k}`, { count: c[k] })).join(t('text.comma'))
  /** Whether the file brings nothing at all. */
  const nothing = (c) => c.rows > 0 && c.unchanged === c.rows && !c.left && !c.natures
  const summary = (c) => (nothing(c) ? t('import.summary-same', c) : c.rows ? t('import.summary', { rows: c.rows, parts: parts(c) }) : t('import.confirm-none'))

  const send = async (change) => {
    data.value = await api.patch(path, change, { match: data.value })
    table.value?.reload()
    announce(summary(data.value.counts))
    return data.value
  }
  const adjust = async (change) => {
    busy.value = true
    try {
      return await send(change)
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
    id: `cell-${ctx.params.id}-${row.sheet}-${cell.cell}`,
    submitText: t('import.correct'),
    fields: [{ key: 'value', text: `${row.name ?? ''} · ${t(`field.${cell.field}`)}`, help: t('import.correct-help', { found: cell.raw || '—' }) }],
    value: { value: cell.raw },
    submit: (values) => send({ sheet: row.sheet, corrections: { [row.row]: { [cell.column]: values.value ?? '' } } }),
  })
  const correctRow = (row) => formDialog({
    title: t('import.edit-row-title', { row: row.row }),
    id: `row-${ctx.params.id}-${row.id}`,
    submitText: t('import.correct'),
    fields: row.cells.map((c, i) => ({ key: c.column, text: t(`field.${c.field}`), half: true, help: i ? undefined : t('import.edit-row-help') })),
    value: Object.fromEntries(row.cells.map((c) => [c.column, c.raw])),
    submit: (values) => {
      const changed = row.cells.filter((c) => (values[c.column] ?? '') !== c.raw)
      return send({ sheet: row.sheet, corrections: { [row.row]: Object.fromEntries(changed.map((c) => [c.column, values[c.column] ?? ''])) } })
    },
  })

  const finish = async () => {
    const c = data.value.counts
    const text = c.added + c.changed + c.left + c.natures ? `${[parts({ added: c.added, changed: c.changed, left: c.left }), c.natures && t('import.part-natures', { count: c.natures })].filter(Boolean).join(t('text.comma'))}${t('text.stop')} ${c.problem ? t('import.confirm-problem', c) : ''}` : t('import.nothing')
    if (!await confirm({ title: t('import.confirm'), text, yes: t('import.confirm') })) return
    busy.value = true
    try {
      await api.post(`${path}/confirm`, { digest: data.value.digest }, { match: data.value })
      job.begun()
    } catch (failed) {
      toast.error(failed)
      await reload()
      table.value?.reload()
    } finally {
      busy.value = false
    }
  }
  const drop = async () => {
    if (!await confirm({ title: t('import.drop-it'), text: t('import.drop-text'), yes: t('import.drop-it'), danger: true })) return
    try {
      await api.delete(path, { match: data.value })
      ctx.navigate('import', { replace: true })
    } catch (failed) {
      toast.error(failed)
    }
  }

  const finding = (row, f) => {
    const cell = row.cells.find((c) => c.cell === f.cell)
    return html`
      <li class="directory-finding" key=${`${f.code} ${f.cell}`}>
        <${SyStatus} kind=${FINDINGS[f.severity]} text=${f.cell || t('place.row', { row: row.row })} />
        <span>${f.text}${t('text.stop')} <span class="sy-muted">${f.action}</span></span>
        ${cell && f.severity !== 'info' && html`
          <span class="directory-finding-actions sy-no-print">
            ${f.suggestion && html`
              <button type="button" class="directory-link" disabled=${busy.value} onClick=${() => adjust({ sheet: row.sheet, corrections: { [row.row]: { [f.column]: f.suggestion } } })}>${t('import.use', { value: f.suggestion })}</button>`}
            <button type="button" class="directory-link" aria-label=${`${t('import.correct')} ${f.cell}`} onClick=${() => correct(row, cell)}>${t('import.correct')}</button>
          </span>`}
      </li>`
  }
  const what = (row) => html`
    <ul class="directory-findings">
      ${decision(t, row, adjust, busy.value)}
      ${row.changes.map((c) => html`<li key=${c.field}>${t('import.change', { label: c.label, before: c.before ?? '—', after: c.after ?? '—' })}</li>`)}
      ${row.findings.filter((f) => filter.value !== 'problem' || f.severity !== 'info').map((f) => finding(row, f))}
      ${candidates(t, row, adjust, busy.value)}
    </ul>`
  const who = (row) => html`
    <span class="directory-who"><strong>${row.name ?? '—'}</strong>
      <span class="sy-muted sy-num">${row.sheetName ? t('place.sheet-row', { sheet: row.sheetName, row: row.row }) : t('place.row', { row: row.row })}</span></span>`
  const columns = [
    { key: 'name', text: t('field.name'), render: who },
    { key: 'number', text: t('field.number'), render: (row) => html`<span class="directory-nowrap sy-num">${row.number ?? '—'}</span>` },
    { key: 'unit', text: t('field.unit') },
    { key: 'state', text: t('import.state'), render: (row) => html`<${SyStatus} kind=${KINDS[row.state]} text=${t(`import.${row.state}`)} />` },
    { key: 'findings', text: t('import.what'), render: what },
  ]

  const tabs = (c) => [
    ['unclear', t('import.unclear'), c.unclear], ['problem', t('import.show-problem'), c.problem + c.warnings], ['added', t('import.added'), c.added], ['changed', t('import.changed'), c.changed],
    ['moved', t('import.moved'), c.moved], ['missing', t('import.missing'), c.missing], ['unchanged', t('import.unchanged'), c.unchanged], ['noted', t('import.noted'), c.noted], ['all', t('import.show-all'), c.rows],
  ].filter(([key, , count]) => count || key === filter.value || key === 'all')

  const corrections = (d) => d.corrections.length > 0 && section(opened, 'corrections', `${t('import.corrections')} (${d.corrections.length})`, html`
    <ul class="directory-recent">
      ${d.corrections.map((c) => html`
        <li key=${c.place}>${t('import.correction', { place: c.place, found: c.found || '—', text: c.text || '—' })}
          <button type="button" class="directory-link" disabled=${busy.value} aria-label=${`${t('import.undo')} ${c.place}`}
            onClick=${() => adjust({ sheet: c.sheet, corrections: { [c.row]: { [c.column]: null } } })}>${t('import.undo')}</button></li>`)}
    </ul>`)
  const leftOut = (d) => d.leftOut.length > 0 && section(opened, 'left-out', `${t('import.left-out')} (${d.counts.leftOut})`, html`
    <ul>${d.leftOut.map((l) => html`<li key=${l.place}>${l.place} ${l.text} <span class="sy-muted">${l.reason}</span></li>`)}</ul>`)

  const result = (d) => html`
    <${SyPage} title=${t('import.done')} lead=${d.name} back=${{ text: t('nav.import'), to: 'import' }} actions=${[
      { text: t('import.another'), to: 'import' },
      { text: t('import.see-units'), to: 'units' },
      { text: t('import.see-people'), primary: !setup, to: 'people' },
      setup && { text: t('import.to-home'), primary: true, run: () => ctx.navigate('/') },
    ]}>
      <${SyCard}>
        <p>${d.result.added + d.result.changed + (d.result.left ?? 0)
          ? `${parts({ ...d.result, problem: 0 })}${t('text.stop')} ${d.result.units ? `${t('import.units-summary', { count: d.result.units })}${t('text.stop')}` : ''}`
          : t('import.done-same', d.result)}</p>
        ${d.result.problem > 0 && html`<p>${t('import.done-problem', d.result)}</p>`}
      <//>
    <//>`

  const preview = (d) => {
    const c = d.counts
    const same = nothing(c)
    const nobody = c.added + c.changed + c.unchanged + c.left === 0
    return html`
      <${SyPage} title=${d.name} lead=${t('import.into', { unit: d.unit.name })} back=${{ text: t('nav.import'), to: 'import' }} actions=${[
        { text: t('import.drop-it'), run: drop, disabled: busy.value },
        (c.problem + c.warnings + c.unclear > 0 || d.natures.some((n) => n.written.length > 1)) && { text: t('import.marked'), icon: 'download', run: () => api.download(`${path}/problems`).catch(toast.error) },
        same && { text: t('import.see-people'), to: 'people' },
        { text: t('import.confirm'), primary: true, icon: 'check', run: finish, loading: busy.value, disabled: nobody || c.unclear > 0 },
      ]}>
        ${setup && setupSteps(t)}
        ${stopped(t, d.job)}
        <${SyCard}>
          <p class="directory-summary"><strong>${summary(c)}</strong></p>
          ${c.unclear > 0 && html`<p class="directory-hint">${t('import.decide-first', { count: c.unclear })}</p>`}
          ${d.sheets.some((s) => s.chosen && !s.columns.some((col) => col.field === 'name')) && html`<p role="alert">${t('import.header-needed')}</p>`}
          ${d.before && html`<p>${t('import.before', { at: format.dateTime(d.before.confirmedAt), who: d.before.confirmedBy })}</p>`}
          ${sheetsOf(t, d, adjust, busy.value)}
          ${departments(t, d, adjust, busy.value, opened)}
          ${natures(t, d, adjust, busy.value, opened)}
          ${columnsOf(t, d, adjust, busy.value, opened)}
          ${notes(t, d, opened)}
          ${corrections(d)}
          ${leftOut(d)}
        <//>
        <${SyCard}>
          <div class="directory-tabs" role="group" aria-label=${t('import.state')}>
            ${tabs(c).map(([key, text, count]) => html`
              <button type="button" key=${key} class="directory-tab" aria-pressed=${filter.value === key ? 'true' : 'false'} onClick=${() => show(key)}>
                <span>${text}</span> <strong class="sy-num">${count}</strong>
              </button>`)}
          </div>
          ${filter.value === 'unclear' && unclearActions(t, adjust, busy.value)}
          ${filter.value === 'missing' ? missing(t, ctx, path, table, adjust, busy.value, c) : html`
          <${SyTable} key="rows" ref=${table} id="import-rows" size=${50} load=${(query) => api.get(`${path}/rows`, query)} query=${{ filter: filter.value }} columns=${columns}
            rowActions=${(row) => [{ text: t('import.edit-row'), label: `${t('import.edit-row')} ${row.row}`, disabled: busy.value, run: () => correctRow(row) }]}
            empty=${{ title: t('import.no-rows') }} />`}
        <//>
      <//>`
  }

  return () => {
    if (problem.value && !data.value) return html`<${SyPage} title=${t('nav.import')}><${SyProblem} problem=${problem.value} retry=${reload} /><//>`
    if (!data.value) return html`<${SyPage} title=${t('nav.import')}><${SySkeleton} rows=${8} /><//>`
    if (job.running()) return progress(ctx, data.value, job)
    return data.value.status === 'confirmed' ? result(data.value) : preview(data.value)
  }
})
