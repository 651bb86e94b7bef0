// One rota: whose turn it is, what was, and how it stands with each.
import { computed, ref } from 'vue'
import { confirm, defineView, format, html, onChanged, SyButton, SyCard, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, SyStatus, SyTabs, toast, useLoad } from '@shuyuan/ui'
import { acting, confirmPlanned, speaker, swapLine, turnLine } from './rota-turns.js'
import { names } from './rota-group.js'
import { serves } from './rotas.js'

const COUNTS = ['credited', 'planned', 'stoodIn', 'declined']
const word = (count) => (count === 'stoodIn' ? 'stood-in' : count)
const SIZE = 20

export const show = defineView((ctx) => {
  const { t, api, params, query, setQuery } = ctx
  const path = `rotas/${params.id}`
  const more = ref(SIZE)
  const rota = useLoad(() => api.get(path))
  const shown = computed(() => (query.member ? undefined : ['ahead', 'past', 'unconfirmed'].includes(query.show) ? query.show : 'ahead'))
  const turns = useLoad(() => api.get(`${path}/turns`, { ...(query.member ? { member: query.member, count: word(query.count || 'credited') } : { when: shown.value }), size: more.value }))
  const reload = () => Promise.all([rota.reload(), turns.reload()])
  onChanged(ctx, ['rota', 'event'], reload)
  const act = acting(ctx, reload)

  const pick = async (next) => {
    more.value = SIZE
    setQuery({ show: undefined, member: undefined, count: undefined, ...next })
    await turns.reload()
  }
  const end = async (r) => {
    if (await confirm({ title: t('rotas.end-ask', { name: r.name }), text: t('rotas.end-text'), yes: t('rotas.end') })) await act(() => api.post(`${path}/end`, undefined, { match: r, quiet: true }), t('rotas.ended'))
  }
  const remove = async (r) => {
    if (!(await confirm({ title: t('rotas.delete-ask', { name: r.name }), text: t('rotas.delete-text'), yes: t('rotas.delete'), danger: true }))) return
    try {
      await api.delete(path, { match: r, quiet: true })
      toast.success(t('rotas.deleted'))
      ctx.navigate('rotas', { replace: true })
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  const order = (r, at, by) => {
    const ids = r.members.map((m) => m.id)
    ids.splice(at + by, 0, ids.splice(at, 1)[0])
    return act(() => api.put(path, { name: r.name, from: r.from, remindDays: r.remindDays, ahead: r.ahead, members: ids }, { match: r, quiet: true }))
  }

  const facts = (r) => [
    { text: t('rotas.serves'), value: r.event ? html`<a href=${ctx.href(`events/${r.event.id}`)}>${serves(t, r)}</a>` : serves(t, r) },
    { text: t('rotas.over'), value: t(`rotas.over-${r.over}`) },
    r.group && { text: t('rotas.group'), value: r.group.name || t('rotas.group-gone') },
    { text: t('rotas.unit'), value: r.unit.name },
    { text: t('rotas.state'), value: html`<${SyStatus} kind=${r.running ? 'success' : 'neutral'} text=${t(r.running ? 'rotas.running' : 'rotas.ended')} />` },
    { text: t('rotas.from'), value: format.date(r.from) },
    { text: t('rotas.remind'), value: r.remindDays ? t('rotas.remind-days', { count: r.remindDays }) : t('rotas.remind-never') },
    { text: t('rotas.changed'), value: t('event.changed-by', { who: r.changedBy, when: format.dateTime(r.changedAt) }) },
  ].filter(Boolean)
  const one = (turn) => (!turn.ahead && turn.state === 'planned' && turn.mayOrganise && speaker(turn)
    ? html`<${SyButton} small=${true} action=${{ text: t('rotas.confirm'), icon: 'check', run: () => act(() => confirmPlanned(ctx, turn), t('rotas.confirmed', { who: speaker(turn) })) }} />` : null)
  const lines = (r) => {
    if (turns.problem.value) return html`<${SyProblem} problem=${turns.problem.value} retry=${turns.reload} />`
    if (!turns.data.value) return html`<${SySkeleton} rows=${5} />`
    const { items, total } = turns.data.value
    return html`${items.length ? html`<ul class="calendar-dates calendar-turns">${items.map((turn) => turnLine(ctx, turn, r, act, one(turn)))}</ul>` : html`<p class="sy-muted">${t(`rotas.none-${query.member ? 'counted' : shown.value}`)}</p>`}
      ${total > items.length && html`<p class="sy-no-print calendar-below"><${SyButton} small=${true} action=${{ text: t('rotas.more', { count: total - items.length }), run: () => { more.value = Math.min(200, more.value + 60); return turns.reload() } }} /></p>`}`
  }
  const counted = (r) => {
    const member = r.members.find((m) => m.id === query.member)
    return html`<p class="calendar-differ"><strong>${t('rotas.counted', { who: member ? member.name : '', count: t(`rotas.${COUNTS.find((c) => c === query.count) || 'credited'}`) })}</strong>
      <${SyButton} small=${true} action=${{ text: t('rotas.counted-back'), icon: 'back', run: () => pick({}) }} /></p>`
  }
  const differs = (r) => {
    const c = r.compared
    if (!c || !(c.came.length || c.left.length)) return null
    const said = [c.came.length && t('rotas.differs-came', { count: c.came.length, who: names(t, c.came) }), c.left.length && t('rotas.differs-left', { count: c.left.length, who: names(t, c.left) })].filter(Boolean)
    return html`<p class="calendar-differ sy-no-print"><${SyStatus} kind="info" text=${t('rotas.differs', { group: r.group.name })} /><span>${said.map((line, i) => html`${i > 0 && html`<br />`}${line}`)}</span>
      <${SyButton} small=${true} action=${{ text: t('rotas.differs-do'), icon: 'edit', to: `rotas/${r.id}/edit` }} /></p>`
  }
  const tabs = (r) => html`<${SyTabs} tabs=${[{ key: 'ahead', text: `${t('rotas.tab-ahead')} ${r.coming}` }, { key: 'past', text: t('rotas.tab-past') }, { key: 'unconfirmed', text: `${t('rotas.unconfirmed')} ${r.unconfirmed}` }]}
    modelValue=${shown.value} ...${{ 'onUpdate:modelValue': (key) => pick({ show: key === 'ahead' ? undefined : key }) }} />`
  const figure = (m, count) => html`<td key=${count} class="sy-num" data-label=${t(`rotas.${count}`)}>${m[count] ? html`<button type="button" class="calendar-figure" aria-label=${t('rotas.open-number', { who: m.name, count: t(`rotas.${count}`), n: m[count] })}
    onClick=${() => { pick({ member: m.id, count }); document.getElementById('rota-turns')?.scrollIntoView({ block: 'nearest' }) }}>${m[count]}</button>` : '0'}</td>`
  const members = (r) => html`<div class="calendar-plan-scroll"><table class="calendar-plan calendar-fair">
    <thead><tr><th scope="col">${t('rotas.member')}</th>${COUNTS.map((c) => html`<th key=${c} scope="col">${t(`rotas.${c}`)}</th>`)}<th scope="col">${t('rotas.last')}</th>
      ${r.mayOrganise && html`<th scope="col" class="sy-no-print"><span class="sy-visually-hidden">${t('rotas.order')}</span></th>`}</tr></thead>
    <tbody>${r.members.map((m, i) => html`<tr key=${m.id} class=${m.own ? 'is-own' : ''}><td class="calendar-plan-topic"><strong>${i + 1}. ${m.name || t('rotas.gone')}</strong>${m.level > 0 && html` <span class="sy-muted">${t('rotas.level', { date: format.date(m.joined), n: m.level })}</span>`}</td>
      ${COUNTS.map((c) => figure(m, c))}<td data-label=${t('rotas.last')} class="sy-num">${m.last ? format.date(m.last.slice(0, 10)) : '—'}</td>
      ${r.mayOrganise && html`<td class="sy-no-print calendar-plan-acts calendar-order"><button type="button" disabled=${i === 0} aria-label=${t('rotas.up', { who: m.name })} onClick=${() => order(r, i, -1)}>↑</button><button type="button" disabled=${i === r.members.length - 1} aria-label=${t('rotas.down', { who: m.name })} onClick=${() => order(r, i, 1)}>↓</button></td>`}
    </tr>`)}</tbody></table></div>`

  return () => {
    const r = rota.data.value
    const back = { text: t('nav.rotas'), to: 'rotas' }
    if (rota.problem.value) return html`<${SyPage} title=${t('rotas.page')} back=${back}><${SyProblem} problem=${rota.problem.value} retry=${rota.reload} /><//>`
    if (!r) return html`<${SyPage} title=${t('rotas.page')} back=${back}><${SySkeleton} rows=${8} /><//>`
    return html`<${SyPage} title=${r.name} back=${back} actions=${[
        r.mayOrganise && { text: t('rotas.delete'), icon: 'delete', danger: true, run: () => remove(r) },
        { text: t('plans.print'), icon: 'print', run: () => window.print() },
        r.mayOrganise && r.running && { text: t('rotas.end'), icon: 'close', run: () => end(r) },
        r.mayOrganise && !r.running && { text: t('rotas.resume'), icon: 'refresh', run: () => act(() => api.post(`${path}/resume`, undefined, { match: r, quiet: true }), t('rotas.running')) },
        r.mayOrganise && { text: t('rotas.edit'), icon: 'edit', primary: true, to: `rotas/${r.id}/edit` },
      ]}>
      ${r.swaps.length > 0 && html`<${SyCard} title=${t('rotas.swaps')}><ul class="calendar-dates">${r.swaps.map((s) => swapLine(ctx, s, act))}</ul><//>`}
      <div id="rota-turns"><${SyCard} title=${t('rotas.turns')}>
        ${r.mayOrganise && r.unconfirmed > 0 && shown.value !== 'unconfirmed' && !query.member && html`<p class="calendar-differ"><${SyStatus} kind="warning" text=${t('rotas.unconfirmed-say', { count: r.unconfirmed })} />
          <${SyButton} small=${true} action=${{ text: t('rotas.unconfirmed-show'), run: () => pick({ show: 'unconfirmed' }) }} /></p>`}
        ${query.member ? counted(r) : tabs(r)}
        ${lines(r)}
      <//></div>
      <${SyCard} title=${t('rotas.fair')}>${differs(r)}<p class="sy-muted">${t('rotas.fair-text')}</p>${members(r)}<//>
      <${SyCard} title=${t('rotas.details')}><${SyFacts} items=${facts(r)} /><//>
      ${ctx.can('access.audit') && html`<${SyCard} title=${t('plans.history')}><${SyHistory} subject=${`calendar.rota/${r.id}`} labels=${{ name: t('rotas.name'), members: t('rotas.members'), from: t('rotas.from'), remindDays: t('rotas.remind'), ahead: t('rotas.ahead'), group: t('rotas.group'),
        due: t('rotas.due'), instead: t('rotas.instead-of'), speaker: t('rotas.speaker'), topic: t('rotas.topic'), spoke: t('rotas.spoke'), state: t('rotas.state'), start: t('rotas.when'), mark: t('rotas.mark') }}
        words=${(key, value) => (key === 'group' && value ? (r.group && r.group.id === value && r.group.name) || t('rotas.group-other') : key === 'mark' ? t(`rotas.mark-${value}`) : key === 'state' ? t(`rotas.said-${value}`) : undefined)} /><//>`}
    <//>`
  }
})
