// One's own attendance: every mark, and how it is counted.
import { defineView, format, html, onChanged, SyCard, SyEmpty, SyPage, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { OwnLeave } from './leave.js'
import { makeUpState, OwnMakeUp, useOwnMakeUp } from './make-up.js'
import { OwnObjections, useOwnObjections } from './objections.js'
import { OwnCards } from './station.js'
import { counted, percent, state } from './words.js'

const total = (data) => data.items.reduce((sum, row) => sum + (row.minutes || 0), 0)

export const mine = defineView((ctx) => {
  const { t, api } = ctx
  const own = useLoad(() => api.get('mine'))
  const study = useOwnMakeUp(ctx)
  const objections = useOwnObjections(ctx)
  onChanged(ctx, ['gathering'], own.reload)
  const line = (row) => html`<li key=${row.gathering}><span><strong>${row.title}</strong> <span class="sy-muted sy-num">${format.dateTime(row.start)} · ${row.unit.name}${row.minutes !== null ? ` · ${t('mark.minutes-say', { count: row.minutes })}` : ''}</span></span>
    <span class="sy-row">${state(t, row.state)}${row.makeUp && makeUpState(t, row.makeUp)}
      ${study.missed(row.gathering) && html`<button type="button" class="el-button el-button--primary is-link" aria-label=${`${t('make-up.offer')}: ${row.title}`} onClick=${() => study.offer(row)}>${t('make-up.offer')}</button>`}
      ${objections.open(row.gathering) && html`<button type="button" class="el-button el-button--primary is-link" aria-label=${`${t('objection.object')}: ${row.title}`} onClick=${() => objections.object(row)}>${t('objection.object')}</button>`}</span></li>`
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
        ${total(data) > 0 && html`<p>${t('mine.minutes', { count: format.number(total(data)) })} <span class="sy-muted">${t(data.rules.openEnd ? 'rules.open-end-says' : 'rules.open-end-none', { minutes: data.rules.earlyGrace })}</span></p>`}
        ${data.tally.madeUp > 0 && html`<p>${t('tally.made-up-says', { count: data.tally.madeUp })}</p>`}
        <p class="sy-muted">${counted(t, data.rules)}</p>
      <//>
      <${OwnMakeUp} study=${study} />
      <${OwnObjections} objections=${objections} />
      <${OwnLeave} />
      <${OwnCards} />
      <${SyCard} title=${t('mine.list')}>
        ${data.items.length ? html`<ul class="attendance-own">${data.items.map(line)}</ul>`
          : html`<${SyEmpty} title=${t('mine.none')} text=${t('mine.none-do')} />`}
      <//>
    <//>`
  }
})
