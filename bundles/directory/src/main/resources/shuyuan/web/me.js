// Everything the portal holds about the reader.
import { defineView, formDialog, html, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { heldCard } from './records.js'

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('me'))
  const json = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data.value, null, 2)], { type: 'application/json' }))
    link.download = `${t('me.title')}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 30_000)
  }
  const xlsx = () => api.download('me', { format: 'xlsx' }).catch((failed) => toast.error(failed))
  const correct = async () => {
    const asked = await formDialog({
      title: t('me.correct'),
      id: 'correction',
      submitText: t('me.correct'),
      fields: [{ key: 'text', text: t('me.correct-text'), type: 'textarea', required: true, max: 500, help: t('me.correct-help') }],
      submit: (values) => api.post('me/correction', values),
    })
    if (asked) toast.success(t('me.asked', { count: asked.told }))
  }
  return () => html`
    <${SyPage} title=${t('me.title')} lead=${t('me.lead')} actions=${[
      data.value && { text: t('me.json'), icon: 'download', run: json },
      data.value && { text: t('me.xlsx'), icon: 'download', run: xlsx },
      data.value?.person && { text: t('me.correct'), icon: 'edit', primary: true, run: correct },
    ]}>
      ${problem.value ? html`<${SyProblem} problem=${problem.value} retry=${reload} />`
        : !data.value ? html`<${SySkeleton} rows=${8} />`
          : html`
            ${!data.value.person && html`<p class="sy-muted">${t('me.no-person')}</p>`}
            ${data.value.silent.map((module) => html`<p key=${module.id} role="status">${t('people.records-silent', { module: module.name })}</p>`)}
            ${data.value.tables.map((table, i) => heldCard(t, table, i))}`}
    <//>`
})
