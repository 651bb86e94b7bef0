// The event form: for a new event, a copy of one, and one that is changed.
import { nextTick } from 'vue'
import { defineView, html, SyForm, SyPage, SyPersonPicker, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { nextDay, now, today, workday } from './days.js'
import { Clashes } from './clashes.js'
import { labels, said } from './facts.js'
import { Dates, Repetition } from './repetition.js'
import { RoomChoice } from './rooms.js'

const TIMES = { start: '14:30', end: '16:30' }

/** A person, with those who were the last to host offered beside. */
export const hostField = (t, hosts) => ({
  key: 'host', text: t('event.host'), half: true, render: ({ value, set, id }) => html`<div class="calendar-host">
    <${SyPersonPicker} id=${id} label=${t('event.host')} modelValue=${value} known=${hosts} onUpdate:modelValue=${set} />
    ${!value && hosts.length > 0 && html`<div class="calendar-suggest"><span class="sy-muted">${t('event.usual')}</span>
      ${hosts.slice(0, 4).map((h) => html`<button type="button" key=${h.id} onClick=${() => set(h.id)}>${h.name}</button>`)}</div>`}
  </div>`,
})

/** When and where, as an event and a single date of it have them. */
export const whenFields = (t) => [
  { key: 'allDay', text: t('event.all-day'), type: 'switch', group: t('group.when') },
  { key: 'start', text: t('event.start'), type: 'datetime', required: true, half: true, show: (all) => !all.allDay },
  { key: 'end', text: t('event.end'), type: 'datetime', required: true, half: true, show: (all) => !all.allDay,
    check: (value, all) => (value && all.start && value <= all.start ? t('problem.end-before-start') : undefined) },
  { key: 'firstDay', text: t('event.start'), type: 'date', required: true, half: true, show: (all) => all.allDay },
  { key: 'lastDay', text: t('event.last-day'), type: 'date', required: true, half: true, show: (all) => all.allDay,
    check: (value, all) => (value && all.firstDay && value < all.firstDay ? t('problem.end-before-start') : undefined) },
]

/** The form's times of something stored, and back. */
export const whenValues = (item) => ({
  allDay: item.allDay,
  start: item.allDay ? `${item.start.slice(0, 10)}T${TIMES.start}` : item.start.slice(0, 16),
  end: item.allDay ? `${item.start.slice(0, 10)}T${TIMES.end}` : item.end.slice(0, 16),
  firstDay: item.start.slice(0, 10), lastDay: item.allDay ? nextDay(item.end, -1) : item.end.slice(0, 10),
})
export const sendWhen = (v) => ({ allDay: Boolean(v.allDay), start: v.allDay ? v.firstDay : v.start, end: v.allDay ? nextDay(v.lastDay) : v.end })

/** The first field has the focus when the form is there, unless a draft came back. */
export const focusFirst = (vnode) => nextTick(() => {
  const first = vnode.el && vnode.el.querySelector && vnode.el.querySelector('[data-field] input')
  if (first && !matchMedia('(max-width: 640px)').matches) first.focus()
})

const fields = (ctx, t, data, event) => [
  { key: 'title', text: t('event.title'), required: true, max: 200 },
  { key: 'kind', text: t('event.kind'), type: 'select', required: true, half: true,
    options: data.kinds.filter((k) => !k.retired || k.id === data.values.kind).map((k) => ({ value: k.id, text: k.text })) },
  { key: 'place', text: t('event.place'), max: 200, half: true, suggest: data.usual.places },
  ...whenFields(t),
  { key: 'rule', text: t('rule.label'), render: (field) => html`<${Repetition} ...${field} event=${event} />` },
  { key: 'added', text: t('event.added'), help: t('event.added-help'), show: (all) => all.rule || all.added.length,
    render: (field) => html`<${Dates} ...${field} add=${true} label=${t('event.added')} />` },
  { key: 'excluded', text: t('event.excluded'), help: t('event.excluded-help'), show: (all) => all.excluded.length && (all.rule || all.added.length),
    render: (field) => html`<${Dates} ...${field} />` },
  (ctx.can('resources.book') || data.values.rooms.length > 0) && { key: 'rooms', text: t('rooms.label'), help: t('rooms.help'),
    render: (field) => html`<${RoomChoice} ...${field} event=${event} send=${send} known=${data.rooms} />` },
  { key: 'units', text: t('event.units'), type: 'units', help: t('event.units-help'), units: data.units, group: t('group.who') },
  { key: 'groups', text: t('event.groups'), type: 'multiselect', help: t('event.groups-help'), options: data.groups.map((g) => ({ value: g.id, text: g.name })), show: (all) => data.groups.length || all.groups.length },
  { key: 'people', text: t('event.people'), type: 'people' },
  hostField(t, data.hosts),
  { key: 'hostName', text: t('event.host-name'), help: t('event.host-help'), max: 100, half: true, suggest: data.usual.hostNames, show: (all) => !all.host },
  { key: 'clashes', text: t('clash.label'), show: (all) => !all.allDay, render: (field) => html`<${Clashes} id=${field.id} all=${field.all} event=${event} send=${send} />` },
  { key: 'description', text: t('event.description'), type: 'textarea', max: 10000, group: t('group.more') },
]

/** What the form's values say to the server. */
const send = (v) => {
  const repeats = v.rule || (v.added || []).length
  return {
    title: v.title, kind: v.kind, place: v.place || null, description: v.description || null,
    host: v.host || null, hostName: v.host ? null : v.hostName || null, ...sendWhen(v),
    rule: v.rule || null, added: v.added || [], excluded: repeats ? v.excluded || [] : [], units: v.units || [], groups: v.groups || [], people: v.people || [], rooms: v.rooms || [],
  }
}

/** The form's values of an event. */
const valuesOf = (event) => {
  const whole = event.units.length === 1 && event.units[0].id === event.unit.id && !event.people.length && !event.groups.length
  return {
    title: event.title, kind: event.kind && event.kind.id, place: event.place || '', ...whenValues(event),
    rule: event.rule, added: event.added, excluded: event.excluded,
    units: whole ? [] : event.units.map((u) => u.id), groups: event.groups.map((g) => g.id), people: event.people.map((p) => p.id), rooms: event.rooms.map((r) => r.id),
    host: event.host && event.host.id, hostName: event.hostName || '', description: event.description || '',
  }
}

const page = (ctx, { title, value, id, submit, back, event = undefined }) => {
  const { t, api, unit } = ctx
  const loaded = useLoad(async () => {
    const [kinds, units, groups, usual] = await Promise.all([api.get('kinds'), api.get('/api/directory/units'), api.get('/api/directory/groups'), api.get('events/defaults')])
    const own = await value(usual)
    const chosen = own.values.units || []
    const below = units.items.filter((u) => u.id === unit.id || (u.path || []).includes(unit.id) || chosen.includes(u.id))
    const hosts = [...(own.event && own.event.host ? [own.event.host] : []), ...usual.hosts]
    // a closed group is offered no more, but stays where it was chosen
    const offered = groups.items.filter((g) => g.open).map((g) => ({ id: g.id, name: g.text }))
    const called = ((own.event && own.event.groups) || []).filter((g) => !offered.some((o) => o.id === g.id))
    return { kinds: kinds.items, units: below.length ? below : units.items, groups: [...offered, ...called], usual, hosts, ...own }
  })
  return () => {
    const data = loaded.data.value
    if (loaded.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${6} /><//>`
    return html`<${SyPage} title=${title} lead=${data.event && data.event.overridden.length ? t('event.own-dates', { n: data.event.overridden.length }) : undefined} back=${back}>
      <${SyForm} id=${id} fresh=${!event} value=${data.values} fields=${fields(ctx, t, data, event)} submitText=${t('event.save')} onVnodeMounted=${focusFirst}
        submit=${(values) => submit(send(values), data)}
        done=${(answer) => { toast.success(t('event.saved')); ctx.navigate(`events/${answer.id}`, { replace: true }) }}
        cancel=${() => ctx.navigate(-1)} />
    <//>`
  }
}

/** The day on which a new event is likely: a day that was picked, else the next working day on which its time is still to come. */
const likely = (query, zone, usual) => {
  if (query.start) return query.start.slice(0, 10)
  const day = query.around && query.around > today(zone) ? query.around : today(zone)
  return workday(day === today(zone) && now(zone).slice(11) > (usual.start || TIMES.start) ? nextDay(day) : day)
}

export const create = defineView((ctx) => {
  const { t, api, query } = ctx
  return page(ctx, {
    title: t(query.copy ? 'event.copy-page' : 'event.new'),
    id: query.copy ? `copy-${query.copy}` : query.obligation ? `owed-${query.obligation}-${query.whom}-${query.period}` : 'new',
    back: query.obligation ? { text: t('nav.obligations'), to: 'obligations' } : { text: t('event.back'), to: '' },
    value: async (usual) => {
      if (query.obligation) {
        const p = await api.get(`obligations/${query.obligation}/proposal`, { whom: query.whom, period: query.period })
        return { values: { title: p.title, kind: p.kind, place: p.place || '', allDay: false, start: `${p.day}T${p.start || usual.start || TIMES.start}`, end: `${p.day}T${p.end || usual.end || TIMES.end}`, firstDay: p.day, lastDay: p.day,
          rule: null, added: [], excluded: [], units: [], groups: p.groups, people: [], host: p.host, hostName: '', description: '' } }
      }
      const timed = query.start && query.start.length > 10
      const allDay = query.allDay === '1' && Boolean(query.end)
      const day = likely(query, ctx.zone, usual)
      const when = {
        allDay,
        start: timed ? query.start.slice(0, 16) : `${day}T${usual.start || TIMES.start}`,
        end: timed && query.end && query.end.length > 10 ? query.end.slice(0, 16) : `${day}T${usual.end || TIMES.end}`,
        firstDay: day, lastDay: allDay ? nextDay(query.end, -1) : day,
      }
      if (query.copy) {
        const of = await api.get(`events/${query.copy}`)
        const copied = valuesOf(of)
        const own = copied.allDay ? { ...when, allDay: true }
          : { ...when, start: day + copied.start.slice(10), end: nextDay(day, (Date.parse(copied.end.slice(0, 10)) - Date.parse(copied.start.slice(0, 10))) / 86400000) + copied.end.slice(10) }
        return { rooms: of.rooms, values: { ...copied, ...own, rule: null, added: [], excluded: [], rooms: ctx.can('resources.book') ? copied.rooms : [] } }
      }
      return { values: { title: '', kind: usual.kind || undefined, place: '', ...when, rule: null, added: [], excluded: [], units: [], groups: [], people: [], rooms: [], host: null, hostName: '', description: '' } }
    },
    submit: (values) => api.post('events', values),
  })
})

export const edit = defineView((ctx) => {
  const { t, api, params } = ctx
  return page(ctx, {
    title: t('event.edit'),
    id: `event-${params.id}`,
    event: params.id,
    back: { text: t('event.page'), to: `events/${params.id}` },
    value: async () => {
      const event = await api.get(`events/${params.id}`)
      return { event, rooms: event.rooms, values: valuesOf(event) }
    },
    submit: (values, data) => {
      let current = data.event
      const named = (list, id) => (list.find((one) => one.id === id) || {}).name
      const name = (field, id) => {
        const kind = field === 'kind' && data.kinds.find((k) => k.id === id)
        return (kind && kind.text) || named([...current.units, ...current.groups, ...current.people, ...current.rooms, ...data.event.rooms, current.host, ...data.units, ...data.groups, ...data.event.people, ...data.hosts].filter(Boolean), id) || id
      }
      return api.put(`events/${params.id}`, values, {
        match: data.event, labels: labels(t),
        theirs: (now) => send(valuesOf(current = now)),
        show: (field, v) => said(t, field, ['kind', 'host', 'units', 'groups', 'people', 'rooms'].includes(field) && v ? (Array.isArray(v) ? v.map((id) => name(field, id)) : name(field, v)) : v, values.start),
      })
    },
  })
})
