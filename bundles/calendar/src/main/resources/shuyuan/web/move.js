// An event that was dragged: asked for once, then written as its form would.
import { confirm, format, formDialog, toast } from '@shuyuan/ui'

const local = (time) => (time.length === 10 ? `${time}T00:00` : time.slice(0, 16))
const time = (text, allDay) => (allDay ? text.slice(0, 10) : text.slice(0, 16))

/** Whether one date is meant, or all of them. */
export const scopes = (t) => [{ value: 'one', text: t('move.only') }, { value: 'all', text: t('move.all') }]

/** All dates of a series, by as much as one of them. `seen` is the state that was looked at: a date has the version of its event. */
export const moveAll = (api, event, recurrence, to, seen) => api.post(`events/${event}/series`, { recurrence, ...to }, { match: seen })

/** One date of a series, or all of them, or an event that takes place once. @type {(ctx: any, item: any, to: {start: string, end: string}) => Promise<boolean>} */
export const move = async (ctx, item, to) => {
  const { t, api } = ctx
  const start = time(to.start, item.allDay)
  const end = time(to.end, item.allDay)
  const when = item.allDay ? format.day(start) : format.range(start, end)
  const title = item.plain || item.title
  let all = false
  if (item.repeats) {
    const chosen = await formDialog({ title: t('move.which', { title }), lead: t('move.what', { when }), id: 'move', draft: false, submitText: t('move.yes'), value: { what: 'one' }, submit: (v) => v,
      fields: [{ key: 'what', text: t('move.scope'), type: 'radio', help: t('move.all-help'), options: scopes(t) }] })
    if (!chosen) return false
    all = chosen.what === 'all'
  } else if (!(await confirm({ title: t('move.event'), text: t('move.text', { title, when }), yes: t('move.yes') }))) return false
  const path = item.repeats ? `events/${item.event}/occurrences/${local(item.original || item.start)}` : `events/${item.event}`
  const ids = (refs) => refs.map((r) => r.id)
  try {
    const seen = await api.get(path)
    if (all) await moveAll(api, item.event, local(item.original || item.start), { start, end }, seen)
    else await api.put(path, {
      title: seen.title, description: seen.description, place: seen.place, host: seen.host && seen.host.id, hostName: seen.host ? null : seen.hostName, allDay: Boolean(item.allDay), start, end,
      ...(item.repeats ? {} : { kind: seen.kind && seen.kind.id, units: ids(seen.units), people: ids(seen.people), groups: ids(seen.groups) }),
    }, { match: seen })
    toast.success(t('move.done'))
    return true
  } catch (problem) {
    if (!problem.cancelled) toast.error(problem)
    return false
  }
}
