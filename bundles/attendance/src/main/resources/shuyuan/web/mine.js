// One's own attendance: every mark, and how it is counted.
import { defineView, format, html, SyCard, SyEmpty, SyPage, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { OwnLeave } from './leave.js'
import { counted, percent, state } from './words.js'

export const mine = defineView((ctx) => {
  const { t, api } = ctx
  const own = useLoad(() => api.get('mine'))
  return () => {
    const data = own.data.value
    const title = t('nav.mine')
    if (own.problem.value) return html`<${SyPage} title=${title}><${SyProblem} problem=${own.problem.value} retry=${own.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title}><${SySkeleton} rows=${6} /><//>`
    if (!data.somebody) return html`<${SyPage} title=${title}><${SyEmpty} title=${t('problem.without-person')} text=${t('problem.without-person.do')} /><//>`
    return html`<${SyPage} title=${title} lead=${t('mine.lead')}>
      <${SyCard} title=${t('tally.rate')}>
        <p class="sy-figure">${percent(data.tally.rate)}</p>
        <p>${t('tally.of', { got: format.number(data.tally.hundredths / 100), base: format.number(data.tally.base) })}</p>
        <p class="sy-muted">${counted(t, data.rules)}</p>
      <//>
      <${OwnLeave} />
      <${SyCard} title=${t('mine.list')}>
        ${data.items.length ? html`<ul class="attendance-own">${data.items.map((row) => html`<li key=${row.gathering}><span><strong>${row.title}</strong> <span class="sy-muted sy-num">${format.dateTime(row.start)} · ${row.unit.name}</span></span>${state(t, row.state)}</li>`)}</ul>`
          : html`<${SyEmpty} title=${t('mine.none')} text=${t('mine.none-do')} />`}
      <//>
    <//>`
  }
})
