import { ref } from 'vue'
import { confirm, defineView, html, SyFileDrop, SyPage, SyProblem, SyStatus, SyTable, toast } from '@shuyuan/ui'

const STATE = { active: 'success', updating: 'info', withdrawn: 'neutral', failed: 'danger', refused: 'danger' }

/** All modules of the portal: what runs, what was withdrawn, what the catalogue offers. */
export const list = defineView((ctx) => {
  const { api, t } = ctx
  const table = ref(null)
  const problem = ref(null)
  const sending = ref(null)

  async function act(work, done) {
    problem.value = null
    try {
      await work()
      toast.success(done)
    } catch (failure) {
      problem.value = failure
    } finally {
      sending.value = null
      table.value?.reload()
    }
  }

  const install = (row) => act(() => api.post(`${row.id}/install`), t('done.installed', { name: row.name }))

  async function withdraw(row) {
    const sure = await confirm({
      title: t('confirm.withdraw.title', { name: row.name }), text: t('confirm.withdraw.text'), yes: t('action.withdraw'), danger: true,
    })
    if (sure) await act(() => api.post(`${row.id}/withdraw`), t('done.withdrawn', { name: row.name }))
  }

  function upload(file) {
    sending.value = 0
    act(() => api.upload('install', file, { onProgress: (share) => (sending.value = share) }), t('done.installed', { name: file.name }))
  }

  function origin(row) {
    if (row.platform) return t('origin.platform')
    const kind = (row.origin || 'catalogue').split(':')[0]
    return t(`origin.${kind}`)
  }

  const columns = [
    { key: 'name', text: t('column.name'), render: (row) => `${row.name} (${row.id})` },
    { key: 'version', text: t('column.version') },
    {
      key: 'state', text: t('column.state'),
      render: (row) => html`<div><${SyStatus} kind=${STATE[row.state]} text=${t(`state.${row.state}`)} />
        ${row.problem && html`<div class="sy-muted">${row.problem}</div>`}</div>`,
    },
    { key: 'origin', text: t('column.origin'), render: origin },
  ]

  function actions(row) {
    if (row.platform) return []
    const newer = row.catalogueVersion && row.catalogueVersion !== row.version
    return [
      row.state === 'active' && { text: t('action.withdraw'), danger: true, run: () => withdraw(row) },
      row.state === 'active' && newer && { text: t('action.update', { version: row.catalogueVersion }), run: () => install(row) },
      row.state !== 'active' && row.state !== 'updating' && { text: t('action.install'), run: () => install(row) },
    ].filter(Boolean)
  }

  async function load() {
    const items = await api.get('')
    return { items, total: items.length }
  }

  ctx.on('modules', () => table.value?.reload())

  return () => html`
    <${SyPage} title=${t('nav.modules')} lead=${t('list.intro')}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      <${SyTable} ref=${table} id="modules" load=${load} size=${100} columns=${columns} rowActions=${actions} />
      <${SyFileDrop} accept=".jar" text=${t('action.upload')} onFile=${upload} share=${sending.value} />
    <//>`
})
