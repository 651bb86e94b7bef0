// Dashboard: who falls behind, for those who read the unit's attendance; for all others their own. One request each, one file, the shell's own styles.
import { defineView, format, html, onChanged, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'

const LOWEST = 5
const percent = (rate) => (rate === null || rate === undefined ? '—' : `${format.number(rate)} %`)

const card = (ctx, load, show) => {
  const loaded = useLoad(load)
  onChanged(ctx, ['gathering'], loaded.reload)
  return () => {
    if (loaded.problem.value) return html`<${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} />`
    if (!loaded.data.value) return html`<${SySkeleton} rows=${4} />`
    return html`<div>${show(loaded.data.value)}</div>`
  }
}

export const behind = defineView((ctx) => {
  const { t, api } = ctx
  const marks = (row) => ctx.href(`figures/evidence?by=person&key=${row.key}&of=${encodeURIComponent(row.name)}`)
  return card(ctx, () => api.get('figures', { by: 'person', size: LOWEST }), (data) => {
    const low = data.items.filter((row) => row.below)
    return html`
      <p class="sy-figure"><a href=${ctx.href(`figures/evidence?by=all&of=${encodeURIComponent(t('figures.all'))}&state=base`)}>${percent(data.all.rate)}</a></p><p class="sy-muted">${t('card.rests', { gatherings: data.gatherings, target: data.rules.target })}</p>
      ${data.all.open > 0 && html`<p><a href=${ctx.href(`figures/evidence?by=all&of=${encodeURIComponent(t('figures.all'))}&state=open`)}>${t('figures.open', { count: data.all.open })}</a></p>`}
      ${!data.gatherings ? html`<p class="sy-muted">${t('card.none')}</p>` : !low.length ? html`<p>${t('card.nobody')}</p>` : html`
        <p>${t('card.below', { count: data.below })}</p>
        <ul class="sy-list">${low.map((row) => html`<li key=${row.key}><a href=${marks(row)}>${row.name}${row.detail && html`<small class="sy-muted">${row.detail}</small>`}</a>
          <strong class="sy-num">${percent(row.tally.rate)}</strong></li>`)}</ul>`}`
  })
})

/** Whoever reads everybody's sees theirs among them: one request less on a dashboard that has much to show. */
export const own = defineView((ctx) => {
  const { t, api } = ctx
  if (ctx.can('attendance.read')) {
    ctx.hideCard?.()
    return () => html``
  }
  return card(ctx, () => api.get('mine', { missed: true, size: LOWEST }), (data) => {
    if (!data.somebody) return html`<p class="sy-muted">${t('card.without-person')}</p>`
    const missed = data.items
    return html`
      <p class="sy-figure">${percent(data.tally.rate)}</p><p class="sy-muted">${t('tally.of', { got: format.number(data.tally.hundredths / 100), base: format.number(data.tally.base) })}</p>
      ${missed.length > 0 && html`<ul class="sy-list">${missed.map((row) => html`<li key=${row.gathering}><span>${row.title}<small class="sy-muted sy-num">${format.date(row.start.slice(0, 10))}</small></span> <span>${t(`state.${row.state}`)}</span></li>`)}</ul>`}`
  })
})
