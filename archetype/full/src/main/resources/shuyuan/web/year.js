// How many there were in each month of a year; each number leads to what it counts.
import { defineView, format, html, SyButton, SyCard, SyPage, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { watch } from 'vue'

export const year = defineView((ctx) => {
  const { api, t, query } = ctx
  // the address may change while the page stands there: it is asked each time
  const shown = () => Number(query.year) || new Date().getFullYear()
  const figures = useLoad(() => api.get('figures', { year: shown() }))
  watch(shown, figures.reload)
  const other = (to, text, icon) => html`<${SyButton} small action=${{ text, icon, to: `year?year=${to}` }} />`

  return () => html`
    <${SyPage} title=${t('year.title')} lead=${t('year.lead', { year: shown() })} back=${{ text: t('module.name'), to: '' }}>
      <div class="sy-row sy-no-print">${other(shown() - 1, t('year.previous'), 'left')}${other(shown() + 1, t('year.next'), 'right')}</div>
      ${figures.loading.value && html`<${SySkeleton} rows=${6} />`}
      ${figures.problem.value && html`<${SyProblem} problem=${figures.problem.value} retry=${figures.reload} />`}
      <div class="sy-grid">
        ${figures.data.value?.months.map((month) => html`
          <${SyCard} title=${format.month(month.from)}>
            <${SyButton} action=${{ text: t('year.entries', { count: month.count }), to: `?from=${month.from}&to=${month.to}` }} />
          <//>`)}
      </div>
    <//>`
})
