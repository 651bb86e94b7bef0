// One obligation: its rule, how it stands with each who owes it, the events behind a number; and the form that makes and changes one.
import { computed, watch } from 'vue'
import { confirm, defineView, format, html, onChanged, SyButton, SyCard, SyFacts, SyForm, SyHistory, SyPage, SyProblem, SySkeleton, SyStatus, toast, useLoad } from '@shuyuan/ui'
import { today } from './days.js'
import { moment } from './facts.js'
import { focusFirst } from './form.js'
import { whom } from './obligations.js'
import { arrows, EVERY, often, OVER, period, planPath, shiftOf, standing, status } from './owed-facts.js'

const FIELDS = ['title', 'kind', 'count', 'every', 'over', 'targets', 'from', 'until', 'lead']
const labels = (t) => Object.fromEntries([...FIELDS.map((f) => [f, t(`obligations.field-${f}`)]), ['retired', t('obligations.retired')]])
const valuesOf = (o) => ({
  title: o.title || '', kind: o.kind && o.kind.id, count: o.count, every: o.every, over: o.over, from: o.from, until: o.until || undefined, lead: o.lead,
  units: o.over === 'units' ? o.targets.map((one) => one.id) : [], groups: ['groups', 'members'].includes(o.over) ? o.targets.map((one) => one.id) : [], people: o.over === 'people' ? o.targets.map((one) => one.id) : [],
})
const picked = (v) => (v.over === 'units' ? v.units : v.over === 'people' ? v.people : ['groups', 'members'].includes(v.over) ? v.groups : []) || []
const send = (v, retired = false) => ({
  title: v.title || null, kind: v.kind, count: Number(v.count), every: v.every, over: v.over, targets: picked(v), from: v.from, until: v.until || null,
  lead: v.lead === null || v.lead === undefined || v.lead === '' ? null : Number(v.lead), retired,
})

export const show = defineView((ctx) => {
  const { t, api, params, query, setQuery } = ctx
  const path = `obligations/${params.id}`
  const shift = computed(() => shiftOf(query))
  const rule = useLoad(() => api.get(path))
  const table = useLoad(() => api.get(`${path}/standing`, { shift: shift.value }))
  const evidence = useLoad(async () => (query.whom && query.period ? api.get(`${path}/evidence`, { whom: query.whom, period: query.period }) : null))
  watch(shift, () => table.reload())
  watch(() => [query.whom, query.period], () => evidence.reload())
  onChanged(ctx, ['obligation', 'event', 'kind'], () => Promise.all([rule.reload(), table.reload(), evidence.reload()]))

  const retire = async (o) => {
    if (!o.retired && !(await confirm({ title: t('obligations.retire-ask', { name: o.name }), text: t('obligations.retire-text'), yes: t('obligations.retire') }))) return
    try {
      await api.put(path, send(valuesOf(o), !o.retired), { match: o, quiet: true })
      toast.success(t(o.retired ? 'obligations.resumed' : 'obligations.was-retired'))
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
    await Promise.all([rule.reload(), table.reload()])
  }
  const remove = async (o) => {
    if (!(await confirm({ title: t('obligations.delete-ask', { name: o.name }), text: t('obligations.delete-text'), yes: t('obligations.delete'), danger: true }))) return
    try {
      await api.delete(path, { match: o, quiet: true })
      toast.success(t('obligations.deleted'))
      ctx.navigate('obligations/rules', { replace: true })
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  const facts = (o) => [
    { text: t('obligations.field-kind'), value: o.kind ? o.kind.name : t('value.none') },
    { text: t('obligations.often'), value: often(t, o) },
    { text: t('obligations.whom'), value: whom(t, o) },
    { text: t('obligations.unit'), value: o.unit.name },
    { text: t('obligations.from'), value: o.until ? t('obligations.from-to', { from: format.date(o.from), until: format.date(o.until) }) : t('obligations.from-on', { from: format.date(o.from) }) },
    { text: t('obligations.field-lead'), value: o.lead ? t('obligations.lead-days', { count: o.lead }) : t('obligations.lead-never') },
    { text: t('obligations.in-force'), value: html`<${SyStatus} kind=${o.retired ? 'neutral' : 'success'} text=${o.retired ? t('obligations.retired-on', { date: format.date(o.retired) }) : t('obligations.runs')} />` },
    { text: t('rotas.changed'), value: t('event.changed-by', { who: o.changedBy, when: format.dateTime(o.changedAt) }) },
  ]
  const item = (e) => {
    const text = html`<strong class="sy-num">${e.allDay ? format.date(e.start) : moment(e.start)}</strong> ${e.title || t('obligations.elsewhere')}${e.unit ? html` <span class="sy-muted">${e.unit.name}</span>` : ''}`
    return html`<li key=${e.id}>${e.event ? html`<a class="calendar-owed-event" href=${ctx.href(`/calendar/events/${e.event}?unit=${e.unit.id}${e.repeats ? `&occurrence=${e.id}` : ''}`)}>${text}</a>` : html`<span>${text}</span>`}
      <${SyStatus} kind=${e.held ? 'success' : 'info'} text=${t(e.held ? 'obligations.held' : 'obligations.coming')} /></li>`
  }
  const behind = () => {
    if (!query.whom || !query.period) return null
    const found = evidence.data.value
    const title = found ? t('obligations.evidence-of', { who: found.standing.whom.name, period: period(t, found.standing.period) }) : t('obligations.evidence')
    const rows = () => html`<p class="calendar-differ"><span class="calendar-plan-sums">${status(t, found.standing)} <span class="sy-num">${t('obligations.counted', { done: found.standing.done, planned: found.standing.planned, count: found.standing.obligation.count })}</span></span>
        <span class="calendar-acts">${found.standing.plan && html`<${SyButton} small=${true} action=${{ text: t('obligations.plan'), icon: 'plus', to: planPath(found.standing) }} />`}
        <${SyButton} small=${true} action=${{ text: t('obligations.close'), icon: 'close', run: () => setQuery({ whom: undefined, period: undefined }) }} /></span></p>
      ${found.items.length ? html`<ul class="calendar-dates">${found.items.map(item)}</ul>` : html`<p class="sy-muted">${t('obligations.no-event')}</p>`}`
    return html`<${SyCard} title=${title}>${evidence.problem.value ? html`<${SyProblem} problem=${evidence.problem.value} retry=${evidence.reload} />` : found ? rows() : html`<${SySkeleton} rows=${3} />`}<//>`
  }
  const rows = () => {
    if (table.problem.value) return html`<${SyProblem} problem=${table.problem.value} retry=${table.reload} />`
    const all = table.data.value
    if (!all) return html`<${SySkeleton} rows=${5} />`
    return all.items.length ? html`<p class="sy-muted">${period(t, all.items[0].period)}</p>${standing(ctx, all.items, false)}${all.more > 0 && html`<p class="sy-muted">${t('obligations.more', { count: all.more })}</p>`}`
      : html`<p class="sy-muted">${t('obligations.not-owed')}</p>`
  }
  return () => {
    const o = rule.data.value
    const back = { text: t('nav.obligations'), to: 'obligations' }
    if (rule.problem.value) return html`<${SyPage} title=${t('obligations.page')} back=${back}><${SyProblem} problem=${rule.problem.value} retry=${rule.reload} /><//>`
    if (!o) return html`<${SyPage} title=${t('obligations.page')} back=${back}><${SySkeleton} rows=${8} /><//>`
    return html`<${SyPage} title=${o.name} lead=${often(t, o)} back=${back} actions=${[
        o.mayChange && !o.history && { text: t('obligations.delete'), icon: 'delete', danger: true, run: () => remove(o) },
        o.mayChange && { text: t(o.retired ? 'obligations.resume' : 'obligations.retire'), icon: o.retired ? 'refresh' : 'close', run: () => retire(o) },
        o.mayChange && { text: t('obligations.edit'), icon: 'edit', primary: true, to: `${path}/edit` },
      ]}>
      ${behind()}
      <${SyCard} title=${t('obligations.standing')}>${arrows(ctx, shift.value, (n) => setQuery({ shift: n || undefined }))}${rows()}<//>
      <${SyCard} title=${t('obligations.rule')}><${SyFacts} items=${facts(o)} /><//>
      ${ctx.can('access.audit') && html`<${SyCard} title=${t('plans.history')}><${SyHistory} subject=${`calendar.obligation/${o.id}`} labels=${labels(t)}
        words=${(key, value) => (key === 'every' ? t(`obligations.every-${value}`) : key === 'over' ? t(`obligations.over-${value}`) : undefined)} /><//>`}
    <//>`
  }
})

const fields = (ctx, data) => {
  const { t } = ctx
  const fixed = Boolean(data.rule && data.rule.history)
  const groups = (v) => ['groups', 'members'].includes(v.over)
  return [
    { key: 'kind', text: t('obligations.field-kind'), type: 'select', required: true, half: true, disabled: fixed, help: fixed ? t('obligations.fixed-help') : undefined,
      options: data.kinds.filter((k) => !k.retired || k.id === data.values.kind).map((k) => ({ value: k.id, text: k.text })) },
    { key: 'title', text: t('obligations.field-title'), max: 100, half: true, help: t('obligations.title-help') },
    { key: 'every', text: t('obligations.field-every'), type: 'radio', required: true, disabled: fixed, options: EVERY.map((value) => ({ value, text: t(`obligations.every-${value}`) })) },
    { key: 'count', text: t('obligations.field-count'), type: 'number', required: true, min: 1, max: 99, half: true, disabled: fixed },
    { key: 'lead', text: t('obligations.field-lead'), type: 'number', min: 0, max: 365, half: true, help: t('obligations.lead-help') },
    { key: 'over', text: t('obligations.field-over'), type: 'radio', required: true, group: t('obligations.whom'), disabled: fixed, options: OVER.map((value) => ({ value, text: t(`obligations.over-${value}`) })) },
    { key: 'units', text: t('obligations.pick-units'), type: 'units', required: true, show: (v) => v.over === 'units', units: data.units },
    { key: 'groups', text: t('obligations.pick-groups'), type: 'multiselect', required: true, show: groups, help: t(data.groups.length ? 'obligations.groups-help' : 'obligations.no-groups'), options: data.groups.map((g) => ({ value: g.id, text: g.name })) },
    { key: 'people', text: t('obligations.pick-people'), type: 'people', required: true, show: (v) => v.over === 'people' },
    { key: 'from', text: t('obligations.field-from'), type: 'date', required: true, half: true, group: t('study.valid'), disabled: fixed, help: t('obligations.from-help') },
    { key: 'until', text: t('obligations.field-until'), type: 'date', half: true, help: t('obligations.until-help'), check: (v, all) => (v && all.from && v < all.from ? t('problem.end-before-start') : undefined) },
  ]
}

const page = (ctx, { title, back, id, load, submit }) => {
  const { t, api, unit } = ctx
  const loaded = useLoad(async () => {
    const own = await load()
    const home = own.rule ? own.rule.unit.id : unit.id
    const [kinds, units, groups] = await Promise.all([api.get('kinds'), api.get('/api/directory/units'), api.get('/api/directory/groups')])
    const below = units.items.filter((u) => u.id === home || (u.path || []).includes(home))
    const offered = groups.items.filter((g) => g.open).map((g) => ({ id: g.id, name: g.text }))
    const called = own.rule && ['groups', 'members'].includes(own.rule.over) ? own.rule.targets.filter((g) => !offered.some((o) => o.id === g.id)) : []
    return { ...own, kinds: kinds.items, units: below.length ? below : units.items, groups: [...offered, ...called] }
  })
  return () => {
    const data = loaded.data.value
    if (loaded.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${8} /><//>`
    return html`<${SyPage} title=${title} back=${back}>
      <${SyForm} id=${id} key=${data.rule ? data.rule.version : 'new'} value=${data.values} fields=${fields(ctx, data)} submitText=${t('event.save')} onVnodeMounted=${focusFirst}
        submit=${(values) => submit(values, data)} done=${(o) => { toast.success(t('obligations.saved')); ctx.navigate(`obligations/${o.id}`, { replace: true }) }} cancel=${() => ctx.navigate(-1)} />
    <//>`
  }
}

export const create = defineView((ctx) => page(ctx, {
  title: ctx.t('obligations.new'), back: { text: ctx.t('nav.obligations'), to: 'obligations' }, id: 'obligation-new',
  load: async () => ({ rule: undefined, values: { title: '', kind: ctx.query.kind || undefined, count: 1, every: 'month', over: 'unit', from: `${today(ctx.zone).slice(0, 7)}-01`, until: undefined, lead: undefined, units: [], groups: [], people: [] } }),
  submit: (values) => ctx.api.post('obligations', send(values)),
}))

export const edit = defineView((ctx) => page(ctx, {
  title: ctx.t('obligations.edit'), back: { text: ctx.t('obligations.back'), to: `obligations/${ctx.params.id}` }, id: `obligation-${ctx.params.id}`,
  load: async () => {
    const rule = await ctx.api.get(`obligations/${ctx.params.id}`)
    return { rule, values: valuesOf(rule) }
  },
  submit: (values, data) => {
    const { t } = ctx
    const names = new Map([...data.kinds.map((k) => [k.id, k.text]), ...[...data.rule.targets, ...data.units, ...data.groups].map((one) => [one.id, one.name])])
    const say = (field, v) => (field === 'every' || field === 'over' ? t(`obligations.${field}-${v}`) : names.get(v) || String(v ?? ''))
    return ctx.api.put(`obligations/${ctx.params.id}`, send(values, Boolean(data.rule.retired)), {
      match: data.rule, labels: labels(t), theirs: (now) => send(valuesOf(now), Boolean(now.retired)),
      show: (field, v) => (Array.isArray(v) ? v.map((one) => say(field, one)).join(t('sep.list')) : say(field, v)),
    })
  },
}))
