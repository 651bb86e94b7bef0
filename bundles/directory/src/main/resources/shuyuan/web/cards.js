// The dashboard's card: how many people, or where to begin.
import { defineView, html, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { onChanged } from './shared.js'

export const people = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('people', { size: 1 }))
  onChanged(ctx, ['person'], reload)
  return () => {
    if (problem.value) return html`<${SyProblem} problem=${problem.value} retry=${reload} />`
    if (!data.value) return html`<${SySkeleton} rows=${2} />`
    if (!data.value.total) {
      return html`<p>${t('card.none')} ${ctx.can('directory.import') && html`<a href=${ctx.href('import')}>${t('nav.import')}</a>`}</p>`
    }
    return html`<p><a class="sy-num" href=${ctx.href('people')}>${t('card.count', { count: data.value.total })}</a></p>`
  }
})
