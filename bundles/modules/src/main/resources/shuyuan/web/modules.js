import { ref } from 'vue'
import { confirm, defineView, format, formDialog, html, onChanged, SyButton, SyCard, SyDialog, SyFacts, SyFileDrop, SyPage, SyProblem, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'

const STATE = { active: 'success', updating: 'info', withdrawn: 'neutral', failed: 'danger', refused: 'danger' }
const ACTION = { install: 'success', update: 'info', withdraw: 'neutral', purge: 'warning', failure: 'danger' }

const origin = (t, row) => (row.platform ? t('origin.platform') : row.origin ? t(`origin.${row.origin.split(':')[0]}`) : t('origin.catalogue'))

/** What stands behind a problem, one click away. */
const chain = (t, texts) => texts.length > 0 && html`<details class="sy-muted"><summary>${t('plan.details')}</summary>
  ${texts.map((text) => html`<pre style=${{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>${text}</pre>`)}</details>`

/** All modules of the portal: what runs, what was withdrawn, what the catalogue offers. */
export const list = defineView((ctx) => {
  const { api, t } = ctx
  const table = ref(null)
  const problem = ref(null)
  const sending = ref(null)
  const busy = ref(false)
  /** What is about to be installed: the plan, and how to go through with it. */
  const planned = ref(null)
  /** Whether it is wanted although other modules stop and start with it. */
  const knowing = ref(false)
  /** The module whose earlier versions are shown, and those. */
  const earlier = ref(null)
  const unused = useLoad(() => api.get('deploy'))

  async function act(work, done) {
    problem.value = null
    busy.value = true
    try {
      await work()
      if (done) toast.success(done)
    } catch (failure) {
      problem.value = failure
    } finally {
      busy.value = false
      sending.value = null
      table.value?.reload()
      unused.reload()
    }
  }

  async function withdraw(row) {
    const sure = await confirm({
      title: t('confirm.withdraw.title', { name: row.name }), text: t('confirm.withdraw.text'), yes: t('action.withdraw'), danger: true,
    })
    if (sure) await act(() => takeAway(row), t('done.withdrawn', { name: row.name }))
  }

  /** Asks once more where other modules would stop with it. */
  async function takeAway(row) {
    try {
      await api.post(`${row.id}/withdraw`)
    } catch (failure) {
      if (failure.code !== 'modules.touches-others') throw failure
      const sure = await confirm({ title: t('confirm.withdraw.title', { name: row.name }), text: failure.title, yes: t('action.withdraw'), danger: true })
      if (!sure) throw failure
      await api.post(`${row.id}/withdraw`, undefined, { query: { knowing: true } })
    }
  }

  /** For good: only with a backup, and only for somebody who types the name. */
  async function purge(row) {
    problem.value = null
    try {
      const left = await api.get(`${row.id}/purge`)
      if (left.problem && left.tables > 0) return void toast.warning(`${left.problem} ${left.advice}`)
      if (left.tables === 0) return void toast.success(t('purge.nothing', left))
      const done = await formDialog({
        title: t('purge.title', left), id: 'purge', draft: false, submitText: t('action.purge-now'),
        lead: t('purge.lead', { ...left, rows: format.number(left.rows), backup: format.dateTime(left.backup) }),
        fields: [{ key: 'name', text: t('purge.name', left), required: true, max: 200 }],
        submit: async (values) => (await api.post(`${row.id}/purge`, values), true),
      })
      if (done) toast.success(t('done.purged', left))
    } catch (failure) {
      problem.value = failure
    }
  }

  const show = (answer, install) => {
    knowing.value = false
    planned.value = { ...answer, go: () => install(knowing.value ? { knowing: true } : {}) }
  }

  const plan = (row) => act(async () => show(await api.get(`${row.id}/plan`), (query) => api.post(`${row.id}/install`, undefined, { query })))

  const versions = (row) => act(async () => {
    earlier.value = { row, items: (await api.get(`${row.id}/versions`)).items }
  })
  const bringBack = (row, one) => act(async () => {
    const answer = await api.get(`${row.id}/plan`, { sha: one.sha })
    earlier.value = null
    show(answer, (query) => api.post(`${row.id}/install`, undefined, { query: { sha: one.sha, ...query } }))
  })

  const upload = (file) => act(async () => {
    sending.value = 0
    const answer = await api.upload('plan', file, { onProgress: (share) => (sending.value = share) })
    show(answer, (query) => api.upload('install', file, { query }))
  })

  function go() {
    const { name, go: install } = planned.value
    planned.value = null
    return act(install, t('done.installed', { name }))
  }

  const columns = [
    { key: 'name', text: t('column.name'), render: (row) => (row.name === row.id ? row.id : `${row.name} (${row.id})`) },
    { key: 'version', text: t('column.version') },
    {
      key: 'state', text: t('column.state'),
      render: (row) => html`<div><${SyStatus} kind=${STATE[row.state]} text=${t(`state.${row.state}`)} />
        ${row.problem && html`<div class="sy-muted">${row.problem}</div>`}${row.advice && html`<div class="sy-muted">${row.advice}</div>`}
        ${row.details && chain(t, [row.details])}${row.busy.map((busy) => html`<div class="sy-muted">${t('busy.line', busy)}</div>`)}</div>`,
    },
    { key: 'origin', text: t('column.origin'), render: (row) => origin(t, row) },
  ]

  function actions(row) {
    if (row.platform) return []
    const newer = row.catalogueVersion && row.catalogueVersion !== row.version
    return [
      row.state === 'active' && { text: t('action.withdraw'), danger: true, run: () => withdraw(row) },
      row.state === 'active' && newer && { text: t('action.update', { version: row.catalogueVersion }), run: () => plan(row) },
      row.state !== 'active' && row.state !== 'updating' && { text: t('action.install'), run: () => plan(row) },
      row.state === 'withdrawn' && row.version && { text: t('action.purge'), danger: true, run: () => purge(row) },
      row.version && { text: t('action.versions'), run: () => versions(row) },
    ].filter(Boolean)
  }

  async function load() {
    const items = await api.get('')
    return { items, total: items.length }
  }

  ctx.on('modules', () => (table.value?.reload(), unused.reload()))
  onChanged(ctx, ['module'], () => table.value?.reload())

  const listed = (items) => (items.length ? format.list(items) : t('plan.none'))
  const where = ({ everywhere, count, some }) => (everywhere ? t('plan.units.everywhere') : count === 0 ? t('plan.none')
    : t(count > some.length ? 'plan.units.more' : 'plan.units.count', { count, names: format.list(some) }))
  /** Whether the only thing against it is that it touches other modules, which may be wanted. */
  const mayKnow = (p) => p.bundles.others.length > 0 && p.problems.length === 1
  const refused = (p) => p.problems.length > 0 && !(mayKnow(p) && knowing.value)
  const shown = (p) => html`
    ${p.problems.length > 0 && html`<p><${SyStatus} kind="danger" text=${t('plan.refused')} /></p>`}
    ${p.problems.map((text) => html`<p>${text}</p>`)}${chain(t, p.details)}
    ${mayKnow(p) && html`<p><label><input type="checkbox" checked=${knowing.value} onChange=${(e) => (knowing.value = e.target.checked)} />
      ${t('plan.knowing', { names: format.list(p.bundles.others) })}</label></p>`}
    ${p.problems.length === 0 && html`<p>${t(p.kind === 'downgrade' ? 'plan.downgrade' : 'plan.lead')}</p>`}
    <${SyFacts} items=${[
      { text: t('column.name'), value: `${p.name} (${p.id})` }, { text: t('plan.version'), value: p.version }, p.running && { text: t('plan.running'), value: p.running },
      { text: t('plan.added'), value: listed(p.added) }, p.removed.length > 0 && { text: t('plan.removed'), value: listed(p.removed) },
      { text: t('plan.migrations'), value: listed(p.migrations) }, { text: t('plan.units'), value: where(p.units) },
      { text: t('plan.signature'), value: t(`plan.signature.${p.signature.state}`, p.signature) },
      p.bundles.added.length > 0 && { text: t('plan.bundles'), value: listed(p.bundles.added) }, p.bundles.stopped.length > 0 && { text: t('plan.stopped'), value: listed(p.bundles.stopped) },
      p.bundles.refreshed.length > 0 && { text: t('plan.refreshed'), value: listed(p.bundles.refreshed) },
    ]} />
    ${p.taking.length > 0 && html`<p><${SyStatus} kind="warning" text=${t('plan.taking')} /></p>`}${p.taking.map((text) => html`<p class="sy-muted">${text}</p>`)}`
  const version = (row, one) => ({
    text: `${one.version} (${one.sha.slice(0, 8)})`,
    value: html`<span class="sy-row">${t('versions.used', { at: format.dateTime(one.used) })}
      ${one.running ? html`<${SyStatus} kind="success" text=${t('versions.running')} />` : html`<${SyButton} action=${{ text: t('action.bring-back'), run: () => bringBack(row, one) }} small />`}</span>`,
  })
  const buttons = (p) => [
    { text: t(`action.plan${['update', 'downgrade'].includes(p.kind) ? `-${p.kind}` : ''}`), primary: true, run: go, disabled: refused(p) || p.kind === 'same' },
  ]

  return () => html`
    <${SyPage} title=${t('nav.modules')} lead=${t('list.intro')} actions=${[{ text: t('action.history'), icon: 'clock', to: 'history' }]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      <${SyTable} ref=${table} id="modules" load=${load} size=${100} columns=${columns} rowActions=${actions} />
      ${[['deploy', 'unused.title'], ['share', 'unused.share']].map(([from, title]) => [title, (unused.data.value?.items ?? []).filter((f) => f.from === from)])
        .map(([title, files]) => files.length > 0 && html`<${SyCard} title=${t(title)}>
        <${SyFacts} items=${files.map((f) => ({ text: f.file, value: html`${f.problem}<div class="sy-muted">${f.advice}</div>` }))} /><//>`)}
      <${SyFileDrop} accept=".jar" text=${t('action.upload')} onFile=${upload} share=${sending.value} />
      <${SyDialog} open=${planned.value !== null} title=${planned.value ? t(`plan.title.${planned.value.kind}`, { name: planned.value.name }) : ''}
        onClose=${() => (planned.value = null)}>${{
          default: () => planned.value && shown(planned.value),
          footer: () => planned.value && html`<div class="sy-row">${buttons(planned.value).map((action) => html`<${SyButton} action=${action} />`)}</div>`,
        }}<//>
      <${SyDialog} open=${earlier.value !== null} title=${earlier.value ? t('versions.title', { name: earlier.value.row.name }) : ''} onClose=${() => (earlier.value = null)}>
        ${() => earlier.value && (earlier.value.items.length
          ? html`<p class="sy-muted">${t('versions.lead')}</p><${SyFacts} items=${earlier.value.items.map((one) => version(earlier.value.row, one))} />`
          : html`<p>${t('versions.none')}</p>`)}<//>
    <//>`
})

/** What was done to the modules, and what failed and why. */
export const history = defineView(({ t }) => {
  const columns = [
    { key: 'at', text: t('history.at'), type: 'datetime' },
    { key: 'name', text: t('column.name'), render: (row) => (row.name === row.module ? row.module : `${row.name} (${row.module})`) },
    {
      key: 'action', text: t('history.action'),
      render: (row) => html`<div><${SyStatus} kind=${ACTION[row.action]} text=${t(`history.${row.action}`)} />
        ${row.problem && html`<div class="sy-muted">${row.problem}</div>`}${row.details && chain(t, [row.details])}</div>`,
    },
    { key: 'version', text: t('column.version'), render: (row) => (row.previous && row.previous !== row.version ? `${row.previous} → ${row.version}` : row.version) },
    { key: 'who', text: t('history.who'), render: (row) => (['start', 'deploy', 'console', 'guard'].includes(row.who) ? t(`who.${row.who}`) : row.who) },
    { key: 'origin', text: t('column.origin'), render: (row) => origin(t, row) },
  ]
  return () => html`
    <${SyPage} title=${t('history.title')} lead=${t('history.lead')} back=${{ text: t('nav.modules'), to: '' }}>
      <${SyTable} id="history" load="history" columns=${columns} empty=${{ title: t('history.empty'), text: t('history.empty.text') }} />
    <//>`
})
