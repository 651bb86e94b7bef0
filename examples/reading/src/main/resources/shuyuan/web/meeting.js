// A meeting: when and where, about what, and its roll, which attendance keeps.
import { confirm, defineView, format, html, onChanged, SyCard, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'

export const show = defineView((ctx) => {
  const { t, api, params } = ctx
  const meeting = useLoad(() => api.get(`meetings/${params.id}`))
  onChanged(ctx, ['meeting', 'book'], meeting.reload)

  const act = async (work) => {
    try {
      return await work()
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
      return undefined
    }
  }
  const roll = () => act(async () => ctx.navigate((await api.post(`meetings/${params.id}/roll`, {})).link))
  const remove = async (m) => {
    if (!(await confirm({ title: t('meeting.remove-ask', { title: m.title }), yes: t('meeting.remove'), danger: true }))) return
    await act(async () => {
      await api.delete(`meetings/${m.id}`, { match: m })
      toast.success(t('meeting.removed'))
      ctx.navigate('meetings', { replace: true })
    })
  }

  return () => {
    const back = { text: t('meeting.list'), to: 'meetings' }
    const m = meeting.data.value
    if (meeting.problem.value) return html`<${SyPage} title=${t('meeting.page')} back=${back}><${SyProblem} problem=${meeting.problem.value} retry=${meeting.reload} /><//>`
    if (!m) return html`<${SyPage} title=${t('meeting.page')} back=${back}><${SySkeleton} rows=${5} /><//>`
    return html`<${SyPage} title=${m.title} back=${back} actions=${[
      m.mayChange && { text: t('meeting.remove'), icon: 'delete', danger: true, run: () => remove(m) },
      m.mayChange && { text: t('meeting.edit'), icon: 'edit', to: `meetings/${m.id}/edit` },
      m.mayChange && { text: t('meeting.roll'), icon: 'tickets', primary: true, run: roll },
    ]}>
      <${SyCard}><${SyFacts} items=${[
        { text: t('meeting.time'), value: format.range(m.start, m.end) }, m.place && { text: t('meeting.place'), value: m.place },
        m.book && { text: t('meeting.book'), value: html`<a href=${ctx.href(`books/${m.book}`)}>${m.bookTitle}</a>` },
        m.leadName && { text: t('meeting.lead'), value: m.leadName }, { text: t('book.unit'), value: m.unit.name },
        m.roll && { text: t('meeting.attendance'), value: html`<a href=${ctx.href(m.roll)}>${m.rate == null ? t('meeting.open-roll') : t('meeting.rate', { rate: format.number(m.rate) })}</a>` },
      ].filter(Boolean)} /><//>
      ${ctx.can('access.audit') && html`<${SyCard} title=${t('meeting.history')}><${SyHistory} subject=${`reading.meeting/${m.id}`}
        labels=${Object.fromEntries(['title', 'start', 'end', 'place', 'book', 'lead'].map((key) => [key, t(`meeting.${key}`)]))} /><//>`}
    <//>`
  }
})
