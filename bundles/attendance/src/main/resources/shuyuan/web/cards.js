// Dashboard: who falls behind, for those who read the unit's attendance; and one's own. One request each.
import { defineView, format, html, onChanged, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { percent } from './words.js'

const LOWEST = 5

const card = (ctx, load, show) => {
  const loaded = useLoad(load)
  onChanged(ctx, ['gathering'], loaded.reload)
  return () => {
    if (loaded.problem.value) return html`<${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} />`
    if (!loaded.data.value) return html`<${SySkeleton} rows=${4} />`
    return html`<div class="attendance-card">${show(loaded.data.value)}</div>`
  }
}

export const behind = defineView((ctx) => {
  const { t, api } = ctx
  const marks = (row) => ctx.href(`figures/evidence?by=person&key=${row.key}&of=${encodeURIComponent(row.name)}`)
  return card(ctx, () => api.get('figures', { by: 'person', size: LOWEST }), (data) => {
    const low = data.items.filter((row) => row.below)
    return html`
      <p><span class="sy-figure">${percent(data.all.rate)}</span> <span class="sy-muted">${t('card.rests', { gatherings: data.gatherings, target: data.rules.target })}</span></p>
      ${data.all.open > 0 && html`<p>${t('figures.open', { count: data.all.open })}</p>`}
      ${!data.gatherings ? html`<p class="sy-muted">${t('card.none')}</p>` : !low.length ? html`<p>${t('card.nobody')}</p>` : html`
        <p>${t('card.below', { count: data.below })}</p>
        <ul>${low.map((row) => html`<li key=${row.key}><a href=${marks(row)}>${row.name}</a>${row.detail && html` <span class="sy-muted">${row.detail}</span>`}
          <span class="sy-num attendance-below">${percent(row.tally.rate)}</span></li>`)}</ul>`}`
  })
})

export const own = defineView((ctx) => {
  const { t, api } = ctx
  return card(ctx, () => api.get('mine'), (data) => {
    if (!data.somebody) return html`<p class="sy-muted">${t('card.without-person')}</p>`
    const missed = data.items.filter((row) => ['absent', 'late', 'left-early'].includes(row.state)).slice(0, LOWEST)
    return html`
      <p><span class="sy-figure">${percent(data.tally.rate)}</span> <span class="sy-muted">${t('tally.of', { got: format.number(data.tally.hundredths / 100), base: format.number(data.tally.base) })}</span></p>
      ${missed.length > 0 && html`<ul>${missed.map((row) => html`<li key=${row.gathering}><span>${row.title}</span> <span class="sy-muted sy-num">${format.date(row.start.slice(0, 10))}</span> <span>${t(`state.${row.state}`)}</span></li>`)}</ul>`}`
  })
})
