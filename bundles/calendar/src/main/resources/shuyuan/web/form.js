// The event form: for a new event and for one that is changed.
import { defineView, html, SyPage, SyProblem, SySkeleton, SyForm, toast, useLoad } from '@shuyuan/ui'
import { nextDay, today } from './days.js'
import { Repetition } from './repetition.js'

const fields = (t, kinds) => [
  { key: 'title', text: t('event.title'), required: true, max: 200 },
  { key: 'kind', text: t('event.kind'), type: 'select', required: true, half: true,
    options: kinds.map((k) => ({ value: k.id, text: k.text })) },
  { key: 'place', text: t('event.place'), max: 200, half: true },
  { key: 'allDay', text: t('event.all-day'), type: 'switch', group: t('group.when') },
  { key: 'start', text: t('event.start'), type: 'datetime', required: true, half: true, show: (all) => !all.allDay },
  { key: 'end', text: t('event.end'), type: 'datetime', required: true, half: true, show: (all) => !all.allDay,
    check: (value, all) => (value && all.start && value <= all.start ? t('problem.end-before-start') : undefined) },
  { key: 'firstDay', text: t('event.start'), type: 'date', required: true, half: true, show: (all) => all.allDay },
  { key: 'lastDay', text: t('event.last-day'), type: 'date', required: true, half: true, show: (all) => all.allDay,
    check: (value, all) => (value && all.firstDay && value < all.firstDay ? t('problem.end-before-start') : undefined) },
  { key: 'rule', text: t('rule.label'), type: 'custom', render: (field) => html`<${Repetition} ...${field} />` },
  { key: 'units', text: t('event.units'), type: 'multiselect', help: t('event.units-help'), group: t('group.who'), options: [] },
  { key: 'people', text: t('event.people'), type: 'people' },
  { key: 'host', text: t('event.host'), type: 'person', half: true },
  { key: 'hostName', text: t('event.host-name'), help: t('event.host-help'), max: 100, half: true, show: (all) => !all.host },
  { key: 'description', text: t('event.description'), type: 'textarea', max: 10000, group: t('group.more') },
]

/** What the form's values say to the server. */
const send = (v, kept) => ({
  kind: v.kind, title: v.title, place: v.place || null, description: v.description || null,
  host: v.host || null, hostName: v.host ? null : v.hostName || null,
  allDay: Boolean(v.allDay), start: v.allDay ? v.firstDay : v.start, end: v.allDay ? nextDay(v.lastDay) : v.end,
  rule: v.rule || null, excluded: v.rule ? kept.excluded : [], units: v.units || [], people: v.people || [],
})

const labels = (t) => Object.fromEntries(['title', 'kind', 'place', 'start', 'end', 'units', 'people', 'host', 'description']
  .map((key) => [key, t(`event.${key}`)]).concat([['rule', t('rule.label')], ['allDay', t('event.all-day')]]))

const page = (ctx, { title, value, kept, id, submit, back }) => {
  const { t, api, unit } = ctx
  const loaded = useLoad(async () => {
    const [kinds, units, event] = await Promise.all([api.get('kinds'), api.get('/api/directory/units'), value()])
    return { kinds: kinds.items, units: units.items, ...event }
  })
  return () => {
    const data = loaded.data.value
    if (loaded.problem.value) return html`<${SyPage} title=${title}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title}><${SySkeleton} rows=${6} /><//>`
    const own = data.units.find((u) => u.id === unit.id)
    const below = data.units.filter((u) => !own || u.id === own.id || (u.path || []).includes(own.id) || (data.values.units || []).includes(u.id))
    const all = fields(t, data.kinds.filter((k) => !k.retired || k.id === data.values.kind))
    all.find((f) => f.key === 'units').options = below.map((u) => ({ value: u.id, text: u.name }))
    return html`<${SyPage} title=${title} back=${back}>
      <${SyForm} id=${id} value=${data.values} fields=${all} submitText=${t('event.save')}
        submit=${(values) => submit(send(values, kept(data)), data)}
        done=${(answer) => { toast.success(t('event.saved')); ctx.navigate(`events/${answer.id}`, { replace: true }) }}
        cancel=${() => ctx.navigate(-1)} />
    <//>`
  }
}

export const create = defineView((ctx) => {
  const { t, api, query } = ctx
  const start = query.start || today(ctx.zone)
  const timed = start.length > 10
  const allDay = query.allDay === '1' && Boolean(query.end)
  const day = start.slice(0, 10)
  return page(ctx, {
    title: t('event.new'),
    id: 'new',
    back: { text: t('event.back'), to: '' },
    kept: () => ({ excluded: [] }),
    value: async () => ({
      values: {
        title: '', kind: undefined, place: '', allDay,
        start: timed ? start.slice(0, 16) : `${day}T14:30`,
        end: timed && query.end && query.end.length > 10 ? query.end.slice(0, 16) : `${day}T16:30`,
        firstDay: day, lastDay: allDay ? nextDay(query.end, -1) : day,
        rule: null, units: [], people: [], host: null, hostName: '', description: '',
      },
    }),
    submit: (values) => api.post('events', values),
  })
})

export const edit = defineView((ctx) => {
  const { t, api, params } = ctx
  return page(ctx, {
    title: t('event.edit'),
    id: `event-${params.id}`,
    back: { text: t('event.page'), to: `events/${params.id}` },
    kept: (data) => ({ excluded: data.event.excluded }),
    value: async () => {
      const event = await api.get(`events/${params.id}`)
      const whole = event.units.length === 1 && event.units[0].id === event.unit.id && !event.people.length
      return {
        event,
        values: {
          title: event.title, kind: event.kind && event.kind.id, place: event.place || '', allDay: event.allDay,
          start: event.allDay ? `${event.start}T14:30` : event.start.slice(0, 16),
          end: event.allDay ? `${event.start}T16:30` : event.end.slice(0, 16),
          firstDay: event.start.slice(0, 10), lastDay: event.allDay ? nextDay(event.end, -1) : event.end.slice(0, 10),
          rule: event.rule, units: whole ? [] : event.units.map((u) => u.id), people: event.people.map((p) => p.id),
          host: event.host && event.host.id, hostName: event.hostName || '', description: event.description || '',
        },
      }
    },
    submit: (values, data) => api.put(`events/${params.id}`, values, { match: data.event, labels: labels(t) }),
  })
})
