// Everything the portal holds about the reader.
import { defineView, format, formDialog, html, SyCard, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('me'))
  const shown = (value) => (value === null || value === undefined ? '' : typeof value === 'boolean' ? t(`me.${value}`) : typeof value === 'string' && INSTANT.test(value) ? format.dateTime(value) : String(value))
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
            ${data.value.tables.map((table, i) => html`
              <${SyCard} key=${i} title=${`${table.module.name} · ${table.title}`}>
                <div class="directory-scroll" tabindex="0" role="region" aria-label=${table.title}>
                  <table class="directory-held">
                    <thead><tr>${table.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
                    <tbody>${table.rows.map((row, r) => html`<tr key=${r}>${row.map((value, c) => html`<td key=${c}>${shown(value)}</td>`)}</tr>`)}</tbody>
                  </table>
                </div>
              <//>`)}`}
    <//>`
})
