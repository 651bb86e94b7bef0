import { defineView, format, html, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'

/** The newest notices I have not read. */
export const unread = defineView((ctx) => {
  const { t, api, href } = ctx
  const { data, problem, loading, reload } = useLoad(() => api.get('', { unread: true, size: 5 }))
  ctx.on('notice', reload)
  ctx.on('unread', reload)

  const items = () => data.value.items.length === 0
    ? html`<p class="sy-muted">${t('card.none')}</p>`
    : html`
      <ul class="sy-list">${data.value.items.map((item) => html`
        <li key=${item.id}><a href=${href(item.link)}>${item.title}</a> <span class="sy-muted sy-num">${format.ago(item.at)}</span></li>`)}
      </ul>
      <p><a href=${href('')}>${t('card.all')} (${data.value.unread})</a></p>`

  // the dashboard draws the card around it, with its title
  return () => {
    if (problem.value) return html`<${SyProblem} problem=${problem.value} retry=${reload} />`
    return loading.value && !data.value ? html`<${SySkeleton} rows=${3} />` : items()
  }
})
