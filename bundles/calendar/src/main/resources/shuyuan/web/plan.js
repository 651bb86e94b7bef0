// One study plan: its items by month, what became of them, and how it comes into force.
import { computed } from 'vue'
import { confirm, defineView, etagOf, format, formDialog, html, onChanged, SyButton, SyCard, SyEmpty, SyFacts, SyHistory, SyMenu, SyPage, SyProblem, SySkeleton, SyStatus, toast, useLoad } from '@shuyuan/ui'
import { today } from './days.js'
import { audience, fieldName, fieldValue, planFields, planValues, sendPlan, span, STATES, STATUSES } from './plan-facts.js'
import { editItem, linkEvent, makeEvent, unlinkEvent, useChoices, when } from './plan-item.js'

export const show = defineView((ctx) => {
  const { t, api, params, query, setQuery } = ctx
  const path = `plans/${params.id}`
  const plan = useLoad(() => api.get(path))
  const changes = useLoad(async () => (await api.get(`${path}/changes`, {}, { quiet: true })).items)
  const choices = useChoices(ctx)
  const reload = () => Promise.all([plan.reload(), changes.reload()])
  onChanged(ctx, ['plan', 'event'], reload)

  const status = computed(() => (Object.keys(STATUSES).includes(query.status) ? query.status : undefined))
  const shown = computed(() => (plan.data.value ? plan.data.value.items.filter((i) => !status.value || i.status === status.value) : []))
  const months = computed(() => [...new Set(shown.value.map((i) => i.month))].map((month) => ({ month, items: shown.value.filter((i) => i.month === month) })))

  const act = async (work, done) => {
    try {
      const answer = await work()
      if (done) toast.success(done)
      await reload()
      return answer
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
      if (problem.status === 412) await reload()
    }
  }
  const step = (name, body) => () => api.post(`${path}/${name}`, body, { match: plan.data.value, quiet: true })
  const ask = async (p, name, done) => {
    if (await confirm({ title: t(`plans.${name}-ask`, { title: p.title }), text: t(`plans.${name}-text`), yes: t(`plans.${name}`) })) return act(step(name), done)
  }
  const revise = async (p) => {
    if (!(await confirm({ title: t('plans.revise-ask', { title: p.title }), text: t('plans.revise-text'), yes: t('plans.revise') }))) return
    const next = await act(step('revise'))
    if (next) ctx.navigate(`plans/${next.id}`)
  }
  const sendBack = async () => {
    const sent = await formDialog({ title: t('plans.send-back-title'), id: 'plan-back', draft: false, submitText: t('plans.send-back-do'), value: { reason: '' },
      fields: [{ key: 'reason', text: t('plans.reason'), type: 'textarea', required: true, min: 2, max: 500 }], submit: (v) => step('send-back', { reason: v.reason })() })
    if (!sent) return
    toast.success(t('plans.returned'))
    await reload()
  }
  const edit = async (p) => {
    const saved = await formDialog({ title: t('plans.edit'), id: `plan-${p.id}`, submitText: t('event.save'), value: planValues(p), fields: planFields(t, Number(today(ctx.zone).slice(0, 4))),
      submit: (v) => api.put(path, sendPlan(v), { match: plan.data.value, quiet: true }) })
    if (saved) await reload()
  }
  const remove = async (p) => {
    if (!(await confirm({ title: t('plans.delete-ask', { title: p.title }), text: t('plans.delete-text'), yes: t('plans.delete'), danger: true }))) return
    try {
      await api.delete(path, { match: p, quiet: true })
      toast.success(t('plans.deleted'))
      ctx.navigate('plans', { replace: true })
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  const item = async (p, one) => { if (await act(() => editItem(ctx, choices, p, one))) toast.success(t('plans.saved')) }
  const removeItem = async (p, one) => {
    if (await confirm({ title: t('plans.item-remove-ask', { topic: one.topic }), yes: t('plans.item-remove'), danger: true })) await act(() => api.delete(`${path}/items/${one.id}`, { match: p, quiet: true }))
  }
  const move = (p, one, by) => {
    const ids = p.items.map((i) => i.id)
    const at = ids.indexOf(one.id)
    ids.splice(at, 1)
    ids.splice(at + by, 0, one.id)
    return act(() => api.put(`${path}/items`, { items: ids }, { match: p, quiet: true }))
  }
  const beside = (p, one, by) => { const other = p.items[p.items.indexOf(one) + by]; return other && other.month === one.month }

  const acts = (p, one) => (p.mayWrite ? [
    { text: t('plans.item-edit'), icon: 'edit', run: () => item(p, one) },
    !status.value && beside(p, one, -1) && { text: t('plans.up'), icon: 'up', run: () => move(p, one, -1) },
    !status.value && beside(p, one, 1) && { text: t('plans.down'), icon: 'down', run: () => move(p, one, 1) },
    { text: t('plans.item-remove'), icon: 'delete', danger: true, run: () => removeItem(p, one) },
  ] : p.mayPlan ? (one.held ? [{ text: t('plans.unlink'), icon: 'lock', run: () => act(() => unlinkEvent(ctx, p, one)) }] : [
    { text: t('plans.make'), icon: 'plus', run: () => act(() => makeEvent(ctx, choices, p, one)) },
    { text: t('plans.link'), icon: 'link', run: () => act(() => linkEvent(ctx, p, one)) },
  ]) : []).filter(Boolean)
  const rate = (attended) => (attended.rate === null || attended.rate === undefined ? '—' : `${attended.rate}%`)
  const named = (person, words) => (person ? person.name : words) || '—'
  const cell = (key, body, always = false) => html`<td data-label=${t(key)} class=${!always && (body === '—' || !body) ? 'is-empty' : ''}>${body || '—'}</td>`
  const row = (p, one) => html`<tr key=${one.id}>
    <td class="calendar-plan-topic"><strong>${one.topic}</strong>${one.day && html` <span class="sy-num sy-muted">${format.date(one.day)}</span>`}
      ${one.content && html`<div class="sy-muted calendar-plan-content">${one.content}</div>`}${one.note && html`<div class="sy-muted calendar-plan-content">${t('plans.note')}: ${one.note}</div>`}</td>
    ${cell('plans.form', one.form || (one.kind && one.kind.name))}
    ${cell('plans.host', named(one.host, one.hostName))}
    ${cell('plans.audience', audience(t, one))}
    ${cell('plans.responsible', named(one.responsible, one.responsibleName))}
    ${cell('plans.status', html`<span class="calendar-plan-status"><${SyStatus} kind=${STATUSES[one.status]} text=${t(`plans.status-${one.status}`)} />
      ${one.held && html`<a class="sy-num" href=${ctx.href(`events/${one.held.event}`)}>${when(one.held)}</a>`}
      ${one.held && one.held.attended && html`<a class="sy-num" href=${ctx.href(one.held.attended.link)} aria-label=${t('plans.attended-open', { topic: one.topic, rate: rate(one.held.attended) })}>${t('plans.attended-rate', { rate: rate(one.held.attended) })}</a>`}</span>`, true)}
    ${(p.mayWrite || p.mayPlan) && html`<td class="sy-no-print calendar-plan-acts"><${SyMenu} label=${t('plans.item-acts', { topic: one.topic })} actions=${acts(p, one)} /></td>`}
  </tr>`
  const table = (p) => html`<div class="calendar-plan-scroll"><table class="calendar-plan">
    <thead><tr>${['topic', 'form', 'host', 'audience', 'responsible', 'status'].map((key) => html`<th key=${key} scope="col">${t(`plans.${key}`)}</th>`)}
      ${(p.mayWrite || p.mayPlan) && html`<th scope="col" class="sy-no-print"><span class="sy-visually-hidden">${t('study.change')}</span></th>`}</tr></thead>
    ${months.value.map(({ month, items }) => html`<tbody key=${month}><tr class="calendar-plan-month"><th colspan=${p.mayWrite || p.mayPlan ? 7 : 6} scope="rowgroup">${t(`month.${month}`)}</th></tr>${items.map((one) => row(p, one))}</tbody>`)}
  </table></div>`
  const sums = (p) => html`<div class="calendar-plan-filter sy-no-print" role="group" aria-label=${t('plans.status')}>
    ${[['', p.sums.total], ...Object.keys(STATUSES).map((key) => [key, p.sums[key]])].map(([key, n]) => html`<button type="button" key=${key} aria-pressed=${(status.value || '') === key ? 'true' : 'false'}
      onClick=${() => setQuery({ status: key || undefined })}>${t(key ? `plans.status-${key}` : 'plans.sum-all')} <b class="sy-num">${n}</b></button>`)}</div>`
  const facts = (p) => [
    { text: t('plans.period'), value: span(t, p) },
    { text: t('plans.unit'), value: p.unit.name },
    { text: t('plans.state'), value: html`<span class="sy-row"><${SyStatus} kind=${STATES[p.state]} text=${t(`plans.state-${p.state}`)} /><span class="sy-muted">${t('plans.edition', { n: p.edition })}</span></span>` },
    { text: t('plans.progress'), value: t('plans.progress-of', p.sums) },
    p.submittedAt && { text: t('plans.by-submitted'), value: t('plans.by', { who: p.submittedBy, when: format.dateTime(p.submittedAt) }) },
    p.decidedAt && { text: t(p.reason ? 'plans.by-returned' : 'plans.by-approved'), value: t('plans.by', { who: p.decidedBy, when: format.dateTime(p.decidedAt) }) },
    { text: t('plans.by-changed'), value: t('plans.by', { who: p.changedBy, when: format.dateTime(p.changedAt) }) },
    p.editions.length > 1 && { text: t('plans.editions'), value: html`<span class="sy-row">${p.editions.map((e) => (e.id === p.id ? html`<b key=${e.id}>${t('plans.edition', { n: e.edition })}</b>`
      : html`<a key=${e.id} href=${ctx.href(`plans/${e.id}`)}>${t('plans.edition', { n: e.edition })} · ${t(`plans.state-${e.state}`)}</a>`))}</span>` },
  ].filter(Boolean)
  const LOOKS = { added: 'success', removed: 'danger', changed: 'warning' }
  const differences = () => html`<${SyCard} title=${t('plans.changes')}>${changes.data.value.length ? html`<ul class="calendar-notes">${changes.data.value.map((c, i) => html`<li key=${i}>
    <${SyStatus} kind=${LOOKS[c.what]} text=${t(`plans.change-${c.what}`)} /> ${t('plans.change-of', { month: t(`month.${c.month}`), topic: c.topic })}
    ${c.changes.length > 0 && html`<ul>${c.changes.map((f) => html`<li key=${f.field}>${t('history.change', { field: fieldName(t, f.field) })}<del>${fieldValue(t, f.field, f.from)}</del> → <ins>${fieldValue(t, f.field, f.to)}</ins></li>`)}</ul>`}
  </li>`)}</ul>` : html`<p class="sy-muted">${t('plans.changes-none')}</p>`}<//>`

  return () => {
    const p = plan.data.value
    const back = { text: t('plans.back'), to: 'plans' }
    if (plan.problem.value) return html`<${SyPage} title=${t('plans.page')} back=${back}><${SyProblem} problem=${plan.problem.value} retry=${plan.reload} /><//>`
    if (!p) return html`<${SyPage} title=${t('plans.page')} back=${back}><${SySkeleton} rows=${8} /><//>`
    return html`<${SyPage} title=${p.title} back=${back} actions=${[
        // of many a page shows the last beside its primary action: what is done most stands there
        p.mayWrite && { text: t('plans.delete'), icon: 'delete', danger: true, run: () => remove(p) },
        p.mayWrite && { text: t('plans.edit'), icon: 'edit', run: () => edit(p) },
        { text: t('plans.print'), icon: 'print', run: () => window.print() },
        { text: t('plans.export'), icon: 'download', run: () => api.download(`${path}/export.xlsx`) },
        p.mayWrite && { text: t('plans.import'), icon: 'upload', to: `plans/import?plan=${p.id}` },
        p.mayWithdraw && { text: t('plans.withdraw'), icon: 'back', run: () => act(step('withdraw'), t('plans.withdrawn')) },
        p.mayRevise && { text: t('plans.revise'), icon: 'edit', run: () => revise(p) },
        p.mayApprove && { text: t('plans.send-back'), icon: 'back', run: sendBack },
        p.mayWrite && { text: t('plans.item-new'), icon: 'plus', primary: !p.items.length, run: () => item(p) },
        p.mayApprove && { text: t('plans.approve'), icon: 'check', primary: true, run: () => ask(p, 'approve', t('plans.approved')) },
        p.mayWrite && p.items.length > 0 && { text: t('plans.submit'), icon: 'promotion', primary: true, run: () => ask(p, 'submit', t('plans.submitted')) },
      ]}>
      ${p.state === 'returned' && p.reason && html`<p class="sy-notice">${t('plans.state-returned')}: ${p.reason}</p>`}
      <${SyCard} title=${t('plans.facts')}><${SyFacts} items=${facts(p)} /><//>
      <${SyCard} title=${t('plans.items')}>
        ${!p.items.length ? html`<${SyEmpty} title=${t('plans.items-none')} text=${p.mayWrite ? t('plans.items-none-do') : undefined} icon="notebook" action=${p.mayWrite ? { text: t('plans.item-new'), run: () => item(p) } : undefined} />` : html`
        ${sums(p)}${shown.value.length ? table(p) : html`<p class="sy-muted">${t('plans.items-none-here')}</p>`}`}
        ${p.mayWrite && p.items.length > 0 && html`<p class="sy-no-print calendar-below"><${SyButton} small=${true} action=${{ text: t('plans.item-new'), icon: 'plus', run: () => item(p) }} /></p>`}
      <//>
      ${p.edition > 1 && changes.data.value && differences()}
      ${ctx.can('access.audit') && html`<${SyCard} class="sy-no-print" title=${t('plans.history')}><${SyHistory} key=${etagOf(p)} subject=${`calendar.plan/${p.id}`} labels=${{ title: t('plans.title'), state: t('plans.state'), reason: t('plans.reason'),
        period: t('plans.period-kind'), year: t('plans.year'), topic: t('plans.topic'), content: t('plans.content'), form: t('plans.form'), month: t('plans.month'), day: t('plans.day'), host: t('plans.host'), audience: t('plans.audience'),
        responsible: t('plans.responsible'), note: t('plans.note'), kind: t('plans.kind'), units: t('event.units'), people: t('event.people'), groups: t('event.groups'), items: t('plans.items'), item: t('plans.item'),
        number: t('plans.number'), edition: t('plans.editions'), onlyApprover: t('plans.only-approver'), result: t('plans.import-result'), file: t('plans.import-file'), event: t('plans.link-event'), start: t('event.start') }}
        words=${(key, value) => (key === 'state' ? t(`plans.state-${value}`) : key === 'period' ? t(`plans.kind-${value}`) : key === 'month' ? t(`month.${value}`) : key === 'onlyApprover' ? t('value.yes') : undefined)} /><//>`}
    <//>`
  }
})
