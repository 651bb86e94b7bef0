// An event that was dragged: asked for once, then written as its form would.
import { confirm, format, toast } from '@shuyuan/ui'

const local = (time) => (time.length === 10 ? `${time}T00:00` : time.slice(0, 16))
const time = (text, allDay) => (allDay ? text.slice(0, 10) : text.slice(0, 16))

/** One date of a series, or an event that takes place once. @type {(ctx: any, item: any, to: {start: string, end: string}) => Promise<boolean>} */
export const move = async (ctx, item, to) => {
  const { t, api } = ctx
  const start = time(to.start, item.allDay)
  const end = time(to.end, item.allDay)
  const when = item.allDay ? format.day(start) : format.range(start, end)
  if (!(await confirm({ title: t(item.repeats ? 'move.one' : 'move.event'), text: t(item.repeats ? 'move.series' : 'move.text', { title: item.plain || item.title, when }), yes: t('move.yes') }))) return false
  const path = item.repeats ? `events/${item.event}/occurrences/${local(item.original || item.start)}` : `events/${item.event}`
  const ids = (refs) => refs.map((r) => r.id)
  try {
    const seen = await api.get(path)
    await api.put(path, {
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
