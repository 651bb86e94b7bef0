// The dialogs about one item of a study plan.
import { confirm, format, formDialog, toast } from '@shuyuan/ui'
import { nextDay, today, workday } from './days.js'
import { moment } from './facts.js'
import { fieldName } from './plan-facts.js'

const two = (n) => String(n).padStart(2, '0')

/** What the dialogs choose from, read when the first is opened. */
export const useChoices = (ctx) => {
  let known
  return async () => {
    known = known || Promise.all([ctx.api.get('kinds'), ctx.api.get('/api/directory/units'), ctx.api.get('/api/directory/groups'), ctx.api.get('events/defaults')])
    const [kinds, units, groups, usual] = await known.catch((problem) => { known = undefined; throw problem })
    return { kinds: kinds.items, units: units.items, groups: groups.items.filter((g) => g.open).map((g) => ({ id: g.id, name: g.text })), usual }
  }
}

/** @returns {any[]} */
const whom = (t, data, values) => [
  { key: 'units', text: t('event.units'), type: 'units', units: data.units },
  { key: 'groups', text: t('event.groups'), type: 'multiselect', options: data.groups.map((g) => ({ value: g.id, text: g.name })), show: () => data.groups.length > 0 || values.groups.length > 0 },
  { key: 'people', text: t('event.people'), type: 'people' },
]
/** @returns {any} */
const kindField = (t, data, values, text, required) => ({ key: 'kind', text, type: 'select', half: true, required,
  options: data.kinds.filter((k) => !k.retired || k.id === values.kind).map((k) => ({ value: k.id, text: k.text })) })

const valuesOf = (item) => ({
  month: item.month, day: item.day, topic: item.topic, content: item.content || '', form: item.form || '', kind: (item.kind && item.kind.id) || undefined, host: item.host && item.host.id,
  hostName: item.hostName || '', audience: item.audience || '', units: item.units.map((u) => u.id), groups: item.groups.map((g) => g.id), people: item.people.map((p) => p.id),
  responsible: item.responsible && item.responsible.id, responsibleName: item.responsibleName || '', note: item.note || '',
})
const send = (v) => ({ ...v, month: Number(v.month), day: v.day || null, kind: v.kind || null, host: v.host || null, responsible: v.responsible || null })

/** A new item, or one that is changed; answers the plan. */
export const editItem = async (ctx, choices, plan, item) => {
  const { t, api } = ctx
  const data = await choices()
  const values = item ? valuesOf(item) : { month: plan.firstMonth, day: null, topic: '', content: '', form: '', kind: undefined, host: null, hostName: '', audience: '', units: [], groups: [], people: [],
    responsible: null, responsibleName: '', note: '' }
  const months = Array.from({ length: plan.lastMonth - plan.firstMonth + 1 }, (_, i) => plan.firstMonth + i)
  return formDialog({
    title: t(item ? 'plans.item-edit' : 'plans.item-new'), id: item ? `plan-item-${item.id}` : `plan-item-new-${plan.id}`, submitText: t('event.save'), value: values,
    fields: [
      { key: 'month', text: t('plans.month'), type: 'select', required: true, half: true, options: months.map((m) => ({ value: m, text: t(`month.${m}`) })) },
      { key: 'day', text: t('plans.day'), type: 'date', half: true, help: t('plans.day-help'), check: (v, all) => (v && v.slice(0, 7) !== `${plan.year}-${two(all.month)}` ? t('problem.plan-day') : undefined) },
      { key: 'topic', text: t('plans.topic'), required: true, max: 200 },
      { key: 'content', text: t('plans.content'), type: 'textarea', max: 4000 },
      { key: 'form', text: t('plans.form'), max: 100, half: true, help: t('plans.form-help'), suggest: [...new Set([...plan.items.map((i) => i.form), ...data.kinds.map((k) => k.text)])].filter(Boolean) },
      kindField(t, data, values, t('plans.kind'), false),
      { key: 'host', text: t('plans.host'), type: 'person', half: true, group: t('plans.group-who') },
      { key: 'hostName', text: t('plans.host-name'), max: 100, half: true, help: t('plans.host-name-help'), show: (all) => !all.host, suggest: [...new Set(plan.items.map((i) => i.hostName))].filter(Boolean) },
      { key: 'responsible', text: t('plans.responsible'), type: 'person', half: true },
      { key: 'responsibleName', text: t('plans.responsible-name'), max: 100, half: true, show: (all) => !all.responsible, suggest: [...new Set(plan.items.map((i) => i.responsibleName))].filter(Boolean) },
      { key: 'audience', text: t('plans.audience'), max: 200, help: t('plans.audience-help'), suggest: [...new Set(plan.items.map((i) => i.audience))].filter(Boolean) },
      ...whom(t, data, values),
      { key: 'note', text: t('plans.note'), type: 'textarea', max: 1000 },
    ],
    submit: (v) => (item
      ? api.put(`plans/${plan.id}/items/${item.id}`, send(v), { match: plan, labels: Object.fromEntries(Object.keys(values).map((key) => [key, key === 'hostName' ? t('plans.host-name') : key === 'responsibleName' ? t('plans.responsible-name') : fieldName(t, key)])),
        theirs: (now) => { const one = now.items.find((i) => i.id === item.id); return one ? send(valuesOf(one)) : {} } })
      : api.post(`plans/${plan.id}/items`, send(v), { match: plan, quiet: true })),
  })
}

/** The day on which an item is likely held: the planned one, else the first workday of its month that is still to come. */
const likely = (ctx, plan, item) => {
  if (item.day) return item.day
  const first = `${plan.year}-${two(item.month)}-01`
  const next = nextDay(today(ctx.zone))
  return workday(first < next && first.slice(0, 7) === next.slice(0, 7) ? next : first)
}

/** Makes an event of an item. */
export const makeEvent = async (ctx, choices, plan, item) => {
  const { t, api } = ctx
  const data = await choices()
  const day = likely(ctx, plan, item)
  const own = item.units.length === 1 && item.units[0].id === plan.unit.id
  const guess = data.kinds.find((k) => !k.retired && k.text === item.form)
  const value = { title: item.topic, kind: (item.kind && item.kind.id) || (guess && guess.id) || data.usual.kind || undefined, start: `${day}T${data.usual.start || '14:30'}`, end: `${day}T${data.usual.end || '16:30'}`,
    place: data.usual.places[0] || '', host: item.host && item.host.id, hostName: item.hostName || '', units: own ? [] : item.units.map((u) => u.id), groups: item.groups.map((g) => g.id),
    people: item.people.map((p) => p.id),
    description: [item.content, item.audience && `${t('history.change', { field: t('plans.audience') })}${item.audience}`].filter(Boolean).join('\n') }
  const made = await formDialog({
    title: t('plans.make-title', { topic: item.topic }), id: `plan-event-${item.id}`, draft: false, submitText: t('plans.make'), value,
    fields: [
      { key: 'title', text: t('event.title'), required: true, max: 200 },
      kindField(t, data, value, t('event.kind'), true),
      { key: 'place', text: t('event.place'), max: 200, half: true, suggest: data.usual.places },
      { key: 'start', text: t('event.start'), type: 'datetime', required: true, half: true },
      { key: 'end', text: t('event.end'), type: 'datetime', required: true, half: true, check: (v, all) => (v && all.start && v <= all.start ? t('problem.end-before-start') : undefined) },
      { key: 'host', text: t('event.host'), type: 'person', half: true },
      { key: 'hostName', text: t('event.host-name'), max: 100, half: true, show: (all) => !all.host },
      ...whom(t, data, value).map((field) => (field.key === 'units' ? { ...field, help: t('event.units-help') } : field)),
      { key: 'description', text: t('event.description'), type: 'textarea', max: 10000 },
    ],
    submit: (v) => api.post(`plans/${plan.id}/items/${item.id}/event`, { ...v, owner: plan.unit.id, place: v.place || null, host: v.host || null, hostName: v.host ? null : v.hostName || null, description: v.description || null }, { match: plan, quiet: true }),
  })
  if (made) toast.success(t('plans.made'))
  return made
}

/** Says which event of the calendar an item is. */
export const linkEvent = async (ctx, plan, item) => {
  const { t, api } = ctx
  const first = new Date(Date.UTC(plan.year, item.month - 2, 1)).toISOString().slice(0, 10)
  const last = new Date(Date.UTC(plan.year, item.month + 1, 0)).toISOString().slice(0, 10)
  const found = (await api.get('dates', { from: first, to: last, size: 200, sort: 'start' })).items
  if (!found.length) return void toast.warning(t('plans.link-none'))
  const linked = await formDialog({
    title: t('plans.link-title', { topic: item.topic }), id: `plan-link-${item.id}`, draft: false, submitText: t('plans.link-do'), value: { date: undefined },
    fields: [{ key: 'date', text: t('plans.link-event'), type: 'select', required: true, help: t('plans.link-help'), options: found.map((d) => ({ value: d.id, text: `${moment(d.start)} ${d.title}` })) }],
    submit: (v) => {
      const date = found.find((d) => d.id === v.date)
      const recurrence = date.original || date.start
      return api.put(`plans/${plan.id}/items/${item.id}/event`, { event: date.event, recurrence: date.repeats ? (recurrence.length === 10 ? `${recurrence}T00:00` : recurrence.slice(0, 16)) : null }, { match: plan, quiet: true })
    },
  })
  if (linked) toast.success(t('plans.linked'))
  return linked
}

/** Parts an item from its event. */
export const unlinkEvent = async (ctx, plan, item) => {
  const { t, api } = ctx
  if (!(await confirm({ title: t('plans.unlink-ask', { topic: item.topic }), yes: t('plans.unlink') }))) return
  await api.delete(`plans/${plan.id}/items/${item.id}/event`, { match: plan, quiet: true })
  toast.success(t('plans.unlinked'))
}

export const when = (held) => `${moment(held.start)}${held.allDay ? '' : ` ${format.weekday(held.start)}`}`
