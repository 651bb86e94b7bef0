import { defineView, format, html, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'

/** The newest notices I have not read; the dashboard draws the card around it. */
export const unread = defineView((ctx) => {
  const { t, api, href } = ctx
  const { data, problem, reload } = useLoad(() => api.get('', { unread: true, size: 5 }))
  ctx.on('notice', reload)
  // Not while the first answer is on its way: the stream tells the count as soon as it opens.
  ctx.on('unread', ({ count }) => data.value && count !== data.value.unread && reload())

  return () => {
    if (problem.value) return html`<${SyProblem} problem=${problem.value} retry=${reload} />`
    if (!data.value) return html`<${SySkeleton} rows=${3} />`
    if (!data.value.items.length) return html`<p class="sy-muted">${t('card.none')}</p>`
    return html`<ul class="sy-list">${data.value.items.map((item) => html`
      <li key=${item.id}><span><a href=${href(item.link)}>${item.title}</a><small class="sy-muted sy-num">${format.ago(item.at)}</small></span></li>`)}</ul>`
  }
})
