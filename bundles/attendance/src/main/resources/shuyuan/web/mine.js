// One's own attendance: every mark, and how it is counted.
import { ref, watch } from 'vue'
import { defineView, format, html, onChanged, SyCard, SyEmpty, SyPage, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { OwnLeave } from './leave.js'
import { makeUpState, OwnMakeUp, useOwnMakeUp } from './make-up.js'
import { OwnObjections, useOwnObjections } from './objections.js'
import { OwnCards } from './station.js'
import { counted, percent, state } from './words.js'

const SIZE = 100

export const mine = defineView((ctx) => {
  const { t, api } = ctx
  const now = new Date().getFullYear()
  const year = () => Number(ctx.query.year) || now
  const pages = ref(1)
  const own = useLoad(async () => {
    const asked = { from: `${year()}-01-01`, to: `${year()}-12-31`, size: SIZE }
    const all = await Promise.all(Array.from({ length: pages.value }, (_, i) => api.get('mine', { ...asked, page: i + 1 })))
    return { ...all[0], items: all.flatMap((page) => page.items) }
  })
  const more = () => { pages.value += 1; return own.reload() }
  watch(year, () => { pages.value = 1; own.reload() })
  const study = useOwnMakeUp(ctx)
  const objections = useOwnObjections(ctx)
  onChanged(ctx, ['gathering'], own.reload)
  const line = (row) => html`<li key=${row.gathering}><span><strong>${row.title}</strong> <span class="sy-muted sy-num">${format.dateTime(row.start)} · ${row.unit.name}${row.minutes !== null ? ` · ${t('mark.minutes-say', { count: row.minutes })}` : ''}${row.taken ? '' : ` · ${t('mine.not-taken')}`}</span></span>
    <span class="sy-row">${state(t, row.state)}${row.makeUp && makeUpState(t, row.makeUp)}
      ${study.missed(row.gathering) && html`<button type="button" class="el-button el-button--primary is-link" aria-label=${`${t('make-up.offer')}: ${row.title}`} onClick=${() => study.offer(row)}>${t('make-up.offer')}</button>`}
      ${objections.open(row.gathering) && html`<button type="button" class="el-button el-button--primary is-link" aria-label=${`${t('objection.object')}: ${row.title}`} onClick=${() => objections.object(row)}>${t('objection.object')}</button>`}</span></li>`
  return () => {
    const data = own.data.value
    const title = t('nav.mine')
    if (own.problem.value) return html`<${SyPage} title=${title}><${SyProblem} problem=${own.problem.value} retry=${own.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title}><${SySkeleton} rows=${6} /><//>`
    if (!data.somebody) return html`<${SyPage} title=${title}><${SyEmpty} title=${t('problem.without-person')} text=${t('problem.without-person.do')} /><//>`
    const years = Array.from({ length: Math.max(1, now - Math.min(data.since, year()) + 1) }, (_, i) => now - i)
    return html`<${SyPage} title=${title} lead=${t('mine.lead')}>
      <div class="attendance-tools"><label class="sy-row">${t('filter.year')} <select class="attendance-select" value=${year()} onChange=${(e) => ctx.setQuery({ year: Number(e.target.value) === now ? undefined : e.target.value })}>
        ${years.map((y) => html`<option key=${y} value=${y} selected=${y === year()}>${y}</option>`)}</select></label></div>
      <${SyCard} title=${t('tally.rate')}>
        <p class="sy-figure">${percent(data.tally.rate)}</p>
        <p>${t('tally.of', { got: format.number(data.tally.hundredths / 100), base: format.number(data.tally.base) })}</p>
        ${data.minutes > 0 && html`<p>${t('mine.minutes', { year: year(), count: format.number(data.minutes) })} <span class="sy-muted">${t(data.rules.openEnd ? 'rules.open-end-says' : 'rules.open-end-none', { minutes: data.rules.earlyGrace })}</span></p>`}
        ${data.tally.madeUp > 0 && html`<p>${t('tally.made-up-says', { count: data.tally.madeUp })}</p>`}
        <p class="sy-muted">${counted(t, data.rules)}</p>
      <//>
      ${data.still.length > 0 && html`<${SyCard} title=${t('mine.still')}><ul class="attendance-own">${data.still.map(line)}</ul><//>`}
      <${OwnMakeUp} study=${study} />
      <${OwnObjections} objections=${objections} />
      <${OwnLeave} />
      <${OwnCards} />
      <${SyCard} title=${t('mine.list', { year: year() })}>
        ${data.items.length ? html`<ul class="attendance-own">${data.items.map(line)}</ul>
          ${data.total > data.items.length && html`<p class="sy-row"><span class="sy-muted sy-num">${t('mine.shown', { shown: data.items.length, total: data.total })}</span>
            <button type="button" class="el-button" onClick=${more}>${t('mine.more')}</button></p>`}`
          : html`<${SyEmpty} title=${t('mine.none', { year: year() })} text=${t('mine.none-do')} />`}
      <//>
    <//>`
  }
})
