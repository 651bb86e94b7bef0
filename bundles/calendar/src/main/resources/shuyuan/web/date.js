// One date of a series: moved, or with a title, a place, a host of its own.
import { defineView, format, html, SyForm, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { moment } from './facts.js'
import { moveAll, scopes } from './move.js'
import { focusFirst, hostField, sendWhen, whenFields, whenValues } from './form.js'

export const edit = defineView((ctx) => {
  const { t, api, params } = ctx
  const path = `events/${params.id}/occurrences/${params.recurrence}`
  const back = { text: t('event.page'), to: `events/${params.id}` }
  const loaded = useLoad(async () => {
    const [date, usual] = await Promise.all([api.get(path), api.get('events/defaults')])
    return { date, usual, hosts: [...(date.host ? [date.host] : []), ...usual.hosts] }
  })
  const send = (v) => ({ title: v.title, place: v.place || null, description: v.description || null, host: v.host || null, hostName: v.host ? null : v.hostName || null, ...sendWhen(v) })
  /** Only the time is another one: the whole series can follow. */
  const moves = (v) => {
    const d = loaded.data.value.date
    const was = send({ title: d.title, place: d.place, description: d.description, host: d.host && d.host.id, hostName: d.hostName, ...whenValues(d) })
    const now = send(v)
    return was.allDay === now.allDay && (was.start !== now.start || was.end !== now.end) && ['title', 'place', 'description', 'host', 'hostName'].every((key) => (was[key] || null) === (now[key] || null))
  }
  const fields = ({ usual, hosts }) => {
    const [allDay, ...when] = whenFields(t)
    return [
      { key: 'title', text: t('event.title'), required: true, max: 200 },
      { ...allDay, group: undefined }, ...when,
      { key: 'what', text: t('move.scope'), type: 'radio', help: t('move.all-help'), options: scopes(t), show: moves },
      { key: 'place', text: t('event.place'), max: 200, suggest: usual.places },
      hostField(t, hosts),
      { key: 'hostName', text: t('event.host-name'), max: 100, half: true, suggest: usual.hostNames, show: (all) => !all.host },
      { key: 'description', text: t('event.description'), type: 'textarea', max: 10000 },
    ]
  }
  // the second of two editors is told who was first; what was typed stays, and saving again is the decision to go on
  const submit = async (values) => {
    const { date } = loaded.data.value
    const { start, end } = sendWhen(values)
    try {
      const all = values.what === 'all' && moves(values)
      await (all ? moveAll(api, params.id, params.recurrence, { start, end }, date) : api.put(path, send(values), { match: date, quiet: true }))
      return all
    } catch (problem) {
      if (problem.status === 412) await loaded.reload()
      throw problem
    }
  }
  return () => {
    const data = loaded.data.value
    const title = t('date.page')
    if (loaded.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${6} /><//>`
    const d = data.date
    const value = { title: d.title, place: d.place || '', description: d.description || '', host: d.host && d.host.id, hostName: d.hostName || '', what: 'one', ...whenValues(d) }
    return html`<${SyPage} title=${title} lead=${t('date.lead', { date: `${moment(d.original)} ${format.weekday(d.original)}` })} back=${back}>
      <${SyForm} id=${`date-${params.id}-${params.recurrence}`} value=${value} fields=${fields(data)} submitText=${t('event.save')} submit=${submit} onVnodeMounted=${focusFirst}
        done=${(all) => { toast.success(t(all ? 'move.done' : 'date.saved')); ctx.navigate(`events/${params.id}`, { replace: true }) }} cancel=${() => ctx.navigate(-1)} />
    <//>`
  }
})
