import { ref } from 'vue'
import { confirm, defineView, html, onChanged, SyCard, SyFacts, SyFileDrop, SyPage, SyProblem, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { useChange } from './change.js'
import { chain, named, origin } from './parts.js'
import { usePurge } from './purge.js'

const STATE = { active: 'success', updating: 'info', withdrawn: 'neutral', failed: 'danger', refused: 'danger' }
const ACTION = { install: 'success', update: 'info', withdraw: 'neutral', purge: 'warning', failure: 'danger' }
const PORTAL = ['start', 'deploy', 'console', 'guard']

/** All modules of the portal: what runs, what was withdrawn, what the catalogue offers. */
export const list = defineView((ctx) => {
  const { api, t } = ctx
  const table = ref(null)
  const problem = ref(null)
  const unused = useLoad(() => api.get('deploy'))
  const failed = (failure) => (problem.value = failure)
  const changed = () => (table.value?.reload(), unused.reload())
  const change = useChange(ctx, { failed, changed })
  const purge = usePurge(ctx, { failed, changed })

  async function withdraw(row) {
    const sure = await confirm({
      title: t('confirm.withdraw.title', { name: row.name }), text: t('confirm.withdraw.text'), yes: t('action.withdraw'), danger: true,
    })
    if (!sure) return
    problem.value = null
    try {
      if (await takeAway(row)) toast.success(t('done.withdrawn', { name: row.name }))
    } catch (failure) {
      problem.value = failure
    } finally {
      changed()
    }
  }

  /** Asks once more where other modules would stop with it. */
  async function takeAway(row) {
    try {
      await api.post(`${row.id}/withdraw`)
    } catch (failure) {
      if (failure.code !== 'modules.touches-others') throw failure
      const sure = await confirm({ title: t('confirm.withdraw.title', { name: row.name }), text: failure.title, yes: t('action.withdraw'), danger: true })
      if (!sure) return false
      await api.post(`${row.id}/withdraw`, undefined, { query: { knowing: true } })
    }
    return true
  }

  const columns = [
    { key: 'name', text: t('column.name'), width: 220, render: (row) => named(row.name, row.id) },
    { key: 'version', text: t('column.version') },
    {
      key: 'state', text: t('column.state'),
      render: (row) => html`<div><span class="sy-row"><${SyStatus} kind=${STATE[row.state]} text=${t(`state.${row.state}`)} />
        ${row.state === 'active' && row.problem && html`<${SyStatus} kind="warning" text=${t('state.not-changed')} />`}</span>${row.step && html`<div class="sy-muted">${t(`step.${row.step}`)}</div>`}
        ${row.problem && html`<div class="sy-muted">${row.problem}</div>`}${row.advice && html`<div class="sy-muted">${row.advice}</div>`}
        ${row.details && chain(t, [row.details])}${row.busy.map((busy) => html`<div class="sy-muted">${t('busy.line', busy)}</div>`)}</div>`,
    },
    { key: 'origin', text: t('column.origin'), width: 130, render: (row) => origin(t, row) },
  ]

  function actions(row) {
    if (row.platform || row.step) return []
    const newer = row.catalogueVersion && row.catalogueVersion !== row.version
    return [
      row.state === 'active' && { text: t('action.withdraw'), danger: true, run: () => withdraw(row) },
      row.state === 'active' && newer && { text: t('action.update', { version: row.catalogueVersion }), run: () => change.plan(row) },
      row.state !== 'active' && row.state !== 'updating' && { text: t('action.install'), run: () => change.plan(row) },
      row.state === 'withdrawn' && row.version && { text: t('action.purge'), danger: true, run: () => purge.look(row) },
      row.version && { text: t('action.versions'), run: () => change.versions(row) },
    ].filter(Boolean)
  }

  async function load() {
    const items = await api.get('')
    return { items, total: items.length }
  }

  ctx.on('modules', changed)
  onChanged(ctx, ['module'], () => table.value?.reload())

  return () => html`
    <${SyPage} title=${t('nav.modules')} lead=${t('list.intro')} actions=${[{ text: t('action.history'), icon: 'clock', to: 'history' }]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      <${SyFileDrop} accept=".jar,.kar" text=${t('action.upload')} onFile=${change.upload} share=${change.sending.value} />
      <${SyTable} ref=${table} id="modules" load=${load} size=${100} columns=${columns} rowActions=${actions} />
      ${[['deploy', 'unused.title'], ['share', 'unused.share']].map(([from, title]) => [title, (unused.data.value?.items ?? []).filter((f) => f.from === from)])
        .map(([title, files]) => files.length > 0 && html`<${SyCard} title=${t(title)}>
        <${SyFacts} items=${files.map((f) => ({ text: f.file, value: html`${f.problem}<div class="sy-muted">${f.advice}</div>` }))} /><//>`)}
      ${change.dialogs()}${purge.dialog()}
    <//>`
})

/** What was done to the modules, and what failed and why; from here an earlier version is brought back. */
export const history = defineView((ctx) => {
  const { t } = ctx
  const table = ref(null)
  const problem = ref(null)
  const change = useChange(ctx, { failed: (failure) => (problem.value = failure), changed: () => table.value?.reload() })
  const columns = [
    { key: 'at', text: t('history.at'), type: 'datetime', width: 150 },
    { key: 'name', text: t('column.name'), width: 150, render: (row) => named(row.name, row.module) },
    {
      key: 'action', text: t('history.action'), width: 340,
      render: (row) => html`<div><${SyStatus} kind=${ACTION[row.action]} text=${t(`history.${row.action}`)} />
        ${row.problem && html`<div class="sy-muted">${row.problem}</div>`}${row.runs && html`<div class="sy-muted">${row.runs}</div>`}${row.details && chain(t, [row.details])}</div>`,
    },
    { key: 'version', text: t('column.version'), width: 130, render: (row) => (row.previous && row.previous !== row.version ? `${row.previous} → ${row.version}` : row.version) },
    { key: 'who', text: t('history.who'), width: 90, render: (row) => (PORTAL.includes(row.who) ? t(`who.${row.who}`) : row.who) },
    { key: 'origin', text: t('column.origin'), width: 100, render: (row) => origin(t, row) },
  ]
  const ran = (row) => ['install', 'update'].includes(row.action) && row.version
  const actions = (row) => [ran(row) && { text: t('action.back-to', row), run: () => change.backTo({ id: row.module, name: row.name }, row.version) }].filter(Boolean)

  ctx.on('modules', () => table.value?.reload())
  return () => html`
    <${SyPage} title=${t('history.title')} lead=${t('history.lead')} back=${{ text: t('nav.modules'), to: '' }}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      <${SyTable} ref=${table} id="history" load="history" columns=${columns} rowActions=${actions} empty=${{ title: t('history.empty'), text: t('history.empty.text') }} />
      ${change.dialogs()}
    <//>`
})
