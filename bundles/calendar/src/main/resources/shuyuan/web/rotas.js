// The rotas of a unit: the list, and the form that makes and changes one.
import { ref } from 'vue'
import { defineView, html, onChanged, SyForm, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { today } from './days.js'
import { moment } from './facts.js'
import { focusFirst } from './form.js'
import { GroupTake } from './rota-group.js'
import { speaker } from './rota-turns.js'

export const list = defineView((ctx) => {
  const { t, can } = ctx
  const table = ref(null)
  onChanged(ctx, ['rota', 'event'], () => table.value && table.value.reload())
  const columns = [
    { key: 'name', text: t('rotas.name'), sort: true, to: (row) => `rotas/${row.id}` },
    { key: 'serves', text: t('rotas.serves'), render: (row) => serves(t, row) },
    { key: 'unit.name', text: t('rotas.unit') },
    { key: 'next', text: t('rotas.next'), render: (row) => (row.next ? html`<span><span class="sy-num">${moment(row.next.start)}</span> ${speaker(row.next) || t('rotas.nobody')}</span>` : '—') },
    { key: 'members', text: t('rotas.members'), type: 'number' },
    { key: 'unconfirmed', text: t('rotas.unconfirmed'), render: (row) => (row.unconfirmed ? html`<a href=${ctx.href(`rotas/${row.id}?show=unconfirmed`)}><${SyStatus} kind="warning" text=${t('rotas.count', { count: row.unconfirmed })} /></a>` : '—'), card: true },
    { key: 'running', text: t('rotas.state'), render: (row) => html`<${SyStatus} kind=${row.running ? 'success' : 'neutral'} text=${t(row.running ? 'rotas.running' : 'rotas.ended')} />` },
  ]
  const filters = [{ key: 'state', text: t('rotas.running'), type: 'select', default: 'running', options: ['running', 'ended', 'all'].map((value) => ({ value, text: t(value === 'all' ? 'rotas.all' : `rotas.${value}`) })) }]
  const writes = can('calendar.write')
  return () => html`<${SyPage} title=${t('nav.rotas')} lead=${t('rotas.lead')} actions=${[writes && { text: t('rotas.new'), icon: 'plus', primary: true, to: 'rotas/new' }]}>
    <${SyTable} ref=${table} id="calendar-rotas" load="rotas" columns=${columns} filters=${filters} search=${t('rotas.search')}
      empty=${{ title: t('rotas.none'), text: t(writes ? 'rotas.none-do' : 'rotas.none-read'), action: writes ? { text: t('rotas.new'), to: 'rotas/new' } : undefined }} />
  <//>`
})

/** What its turns are at, in words. */
export const serves = (t, rota) => (rota.kind ? t('rotas.serves-kind', { kind: rota.kind.name }) : (rota.event && rota.event.name) || t('rotas.event-gone'))

const fields = (ctx, data) => {
  const { t } = ctx
  const made = Boolean(data.rota)
  /** @type {any[]} */
  const all = [
    { key: 'name', text: t('rotas.name'), required: true, max: 100, placeholder: t('rotas.name-example') },
    !made && { key: 'serves', text: t('rotas.serves'), type: 'radio', required: true, group: t('rotas.group-serves'), options: ['event', 'kind'].map((value) => ({ value, text: t(`rotas.serves-by-${value}`) })) },
    !made && { key: 'event', text: t('rotas.event'), type: 'select', required: true, show: (v) => v.serves === 'event', help: t('rotas.event-help'), options: data.events.map((e) => ({ value: e.id, text: t('rotas.event-when', { title: e.title, when: moment(e.start) }) })) },
    !made && { key: 'kind', text: t('rotas.kind'), type: 'select', required: true, show: (v) => v.serves === 'kind', help: t('rotas.kind-help'), options: data.kinds.map((k) => ({ value: k.id, text: k.text })) },
    !made && { key: 'over', text: t('rotas.over'), type: 'radio', required: true, group: t('rotas.group-members'), options: ['people', 'departments'].map((value) => ({ value, text: t(`rotas.over-${value}`) })) },
    { key: 'group', text: t('rotas.group'), type: 'select', help: t('rotas.group-help'), show: (v) => v.over === 'people', options: data.groups.map((g) => ({ value: g.id, text: g.name })) },
    { key: 'take', text: t('rotas.group-take'), show: (v) => v.over === 'people' && v.group, render: (field) => html`<${GroupTake} id=${field.id} all=${field.all} listed=${data.rota ? data.rota.members : []} />` },
    { key: 'people', text: t('rotas.members'), type: 'people', required: true, help: t('rotas.members-help'), show: (v) => v.over === 'people' },
    { key: 'units', text: t('rotas.members'), type: 'units', required: true, help: t('rotas.units-help'), show: (v) => v.over === 'departments', units: data.units },
    { key: 'from', text: t('rotas.from'), type: 'date', required: true, half: true, group: t('rotas.group-how'), help: t('rotas.from-help') },
    { key: 'ahead', text: t('rotas.ahead'), type: 'number', required: true, min: 1, max: 60, half: true, help: t('rotas.ahead-help') },
    { key: 'remindDays', text: t('rotas.remind'), type: 'number', required: true, min: 0, max: 30, half: true, help: t('rotas.remind-help') },
  ]
  return all.filter(Boolean)
}
const send = (v) => ({ name: v.name, over: v.over, event: v.serves === 'event' ? v.event : null, kind: v.serves === 'kind' ? v.kind : null, from: v.from, ahead: Number(v.ahead), remindDays: Number(v.remindDays),
  members: v.over === 'people' ? v.people : v.units, group: v.over === 'people' ? v.group || null : null })
const valuesOf = (r) => ({ name: r.name, over: r.over, serves: r.kind ? 'kind' : 'event', event: r.event && r.event.id, kind: r.kind && r.kind.id, from: r.from, ahead: r.ahead, remindDays: r.remindDays, group: r.group ? r.group.id : undefined,
  people: r.over === 'people' ? r.members.map((m) => m.id) : [], units: r.over === 'departments' ? r.members.map((m) => m.id) : [] })

const page = (ctx, { title, back, id, load, submit }) => {
  const { t, api } = ctx
  const loaded = useLoad(async () => {
    const [own, units, groups] = await Promise.all([load(), api.get('/api/directory/units'), api.get('/api/directory/groups')])
    const offered = groups.items.filter((g) => g.open).map((g) => ({ id: g.id, name: g.text }))
    // a closed group is offered no more, but stays where it was chosen
    const chosen = own.rota && own.rota.group && !offered.some((g) => g.id === own.rota.group.id) ? [own.rota.group] : []
    return { ...own, units: units.items, groups: [...offered, ...chosen] }
  })
  return () => {
    const data = loaded.data.value
    if (loaded.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${8} /><//>`
    return html`<${SyPage} title=${title} back=${back}>
      <${SyForm} id=${id} key=${data.rota ? data.rota.version : 'new'} value=${data.values} fields=${fields(ctx, data)} submitText=${t('event.save')} onVnodeMounted=${focusFirst}
        submit=${(values) => submit(send(values), data)} done=${(rota) => { toast.success(t('rotas.saved')); ctx.navigate(`rotas/${rota.id}`, { replace: true }) }} cancel=${() => ctx.navigate(-1)} />
    <//>`
  }
}

export const create = defineView((ctx) => page(ctx, {
  title: ctx.t('rotas.new'), back: { text: ctx.t('nav.rotas'), to: 'rotas' }, id: 'rota-new',
  load: async () => {
    const [events, kinds] = await Promise.all([ctx.api.get('events', { size: 200, sort: '-start' }), ctx.api.get('kinds')])
    const known = events.items.filter((e) => e.repeats).concat(events.items.filter((e) => !e.repeats && e.start >= today(ctx.zone)))
    const asked = known.find((e) => e.id === ctx.query.event)
    return { events: known, kinds: kinds.items.filter((k) => !k.retired), values: { name: '', over: 'people', serves: known.length ? 'event' : 'kind', event: asked && asked.id, kind: undefined, from: today(ctx.zone), ahead: 12,
      remindDays: 7, group: undefined, people: [], units: [] } }
  },
  submit: (values) => ctx.api.post('rotas', values),
}))

export const edit = defineView((ctx) => page(ctx, {
  title: ctx.t('rotas.edit'), back: { text: ctx.t('rotas.back'), to: `rotas/${ctx.params.id}` }, id: `rota-${ctx.params.id}`,
  load: async () => {
    const rota = await ctx.api.get(`rotas/${ctx.params.id}`)
    return { rota, events: [], kinds: [], values: valuesOf(rota) }
  },
  submit: (values, data) => {
    const names = new Map([...data.rota.members, ...data.units, ...data.groups].map((m) => [m.id, m.name]))
    return ctx.api.put(`rotas/${ctx.params.id}`, values, { match: data.rota, labels: Object.fromEntries(['name', 'from', 'ahead', 'members', 'group'].map((f) => [f, ctx.t(`rotas.${f}`)]).concat([['remindDays', ctx.t('rotas.remind')]])),
      theirs: (now) => send(valuesOf(now)), show: (field, v) => (Array.isArray(v) ? v.map((one) => names.get(one) || one).join(ctx.t('sep.list')) : names.get(v) || String(v ?? '')) })
  },
}))
