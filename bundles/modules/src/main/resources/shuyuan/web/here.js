// Which modules the unit in hand uses, who decided that, and what below it is otherwise.
import { ref } from 'vue'
import { confirm, defineView, format, html, SyPage, SyProblem, SyStatus, SyTable, toast } from '@shuyuan/ui'

export const list = defineView((ctx) => {
  const { api, t } = ctx
  const table = ref(null)
  const problem = ref(null)
  const unit = ctx.unit ? ctx.unit.name : ''

  async function choose(row, active) {
    if (active === false) {
      const sure = await confirm({ title: t('here.confirm.title', { unit, name: row.name }), text: t('here.confirm.text', { unit }), yes: t('here.switch-off'), danger: true })
      if (!sure) return
    }
    problem.value = null
    try {
      await api.put(`here/${row.id}`, { active })
      toast.success(t(`here.done-${active === null ? 'follow' : active ? 'on' : 'off'}`, { name: row.name }))
    } catch (failure) {
      problem.value = failure
    }
    table.value?.reload()
  }

  const why = (row) => t(`here.by-${row.why}`, { where: row.where?.name ?? '', who: row.by ?? '', at: row.at ? format.dateTime(row.at) : '' })
  const columns = [
    { key: 'name', text: t('here.module') },
    { key: 'description', text: t('here.what') },
    { key: 'active', text: t('here.state'), render: (row) => html`<${SyStatus} kind=${row.active ? 'success' : 'neutral'} text=${t(row.active ? 'here.on' : 'here.off')} />` },
    {
      key: 'why', text: t('here.why'),
      render: (row) => html`<div>${why(row)}${row.others.length > 0 && html`<div class="sy-muted">${t('here.others', { names: format.list(row.others.map((unit) => unit.name)) })}</div>`}</div>`,
    },
  ]
  const actions = (row) => [
    { text: t(row.active ? 'here.switch-off' : 'here.switch-on'), danger: row.active, run: () => choose(row, !row.active) },
    row.why === 'here' && { text: t('here.follow'), run: () => choose(row, null) },
    !row.active && { text: t('here.read'), to: `/${row.id}` },
  ].filter(Boolean)
  const load = () => api.get('here')

  ctx.on('modules', () => table.value?.reload())

  return () => html`
    <${SyPage} title=${t('nav.here')} lead=${t('here.lead', { unit })}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      <${SyTable} ref=${table} id="here" load=${load} size=${100} columns=${columns} rowActions=${actions} empty=${{ title: t('here.empty'), text: t('here.empty.text') }} />
    <//>`
})
