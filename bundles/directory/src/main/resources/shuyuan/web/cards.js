// The dashboard's card: how many people, or where to begin.
import { defineView, html, onChanged, SyEmpty, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'

export const people = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('people', { size: 1 }))
  onChanged(ctx, ['person'], reload)
  return () => {
    if (problem.value) return html`<${SyProblem} problem=${problem.value} retry=${reload} />`
    if (!data.value) return html`<${SySkeleton} rows=${2} />`
    if (!data.value.total) return html`<${SyEmpty} icon="users" title=${t('card.none')} action=${ctx.can('directory.import') && { text: t('nav.import'), to: 'import' }} />`
    return html`<p class="sy-figure">${t('card.count', { count: data.value.total })}</p>`
  }
})
