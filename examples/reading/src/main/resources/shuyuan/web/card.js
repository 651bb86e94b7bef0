// Dashboard: what the person is reading and the next meeting, by one request; nothing of both and the card steps aside.
import { defineView, format, html, onChanged, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'

export const mine = defineView((ctx) => {
  const { t, api } = ctx
  const loaded = useLoad(() => api.get('card'))
  onChanged(ctx, ['book', 'reading', 'meeting'], loaded.reload)
  return () => {
    if (loaded.problem.value) return html`<${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} />`
    if (!loaded.data.value) return html`<${SySkeleton} rows=${3} />`
    const { books, total, next } = loaded.data.value
    const nothing = !books.length && !next
    ctx.hideCard?.(nothing)
    if (nothing) return html``
    return html`${books.map((r) => html`<div key=${r.id} class="sy-row"><a href=${ctx.href(`books/${r.book.id}`)}>${r.book.title}</a><span class="sy-muted">${r.book.author}</span></div>`)}
      ${total > books.length && html`<p class="sy-muted">${t('card.more', { count: total - books.length })}</p>`}
      ${next && html`<h3>${t('card.next')}</h3>
        <div class="sy-row"><a href=${ctx.href(`meetings/${next.id}`)}>${next.title}</a><span class="sy-muted">${[format.range(next.start, next.end), next.place].filter(Boolean).join(' · ')}</span></div>`}`
  }
})
