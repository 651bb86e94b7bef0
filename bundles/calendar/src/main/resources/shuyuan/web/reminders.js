// When people are reminded of what is ahead: said once for the unit and those below it.
import { confirm, defineView, html, SyCard, SyForm, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'

const CHOICES = [0, 1, 2, 4, 24, 48, 72, 120, 168, 336, 720]

export const reminders = defineView((ctx) => {
  const { t, api } = ctx
  const held = useLoad(() => api.get('reminders'))
  const length = (hours) => (hours === 0 ? t('reminders.never') : hours % 24 ? t('reminders.hours', { count: hours }) : t('reminders.days', { count: hours / 24 }))
  const options = (now) => [...new Set([...CHOICES, now])].sort((a, b) => a - b).map((hours) => ({ value: hours, text: length(hours) }))
  const reset = async (r) => {
    if (!(await confirm({ title: t('reminders.reset-ask'), yes: t('reminders.reset') }))) return
    try {
      await api.delete('reminders', { match: r })
      toast.success(t('reminders.saved'))
      await held.reload()
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  return () => {
    const r = held.data.value
    const back = { text: t('nav.calendar'), to: '' }
    if (held.problem.value) return html`<${SyPage} title=${t('reminders.page')} back=${back}><${SyProblem} problem=${held.problem.value} retry=${held.reload} /><//>`
    if (!r) return html`<${SyPage} title=${t('reminders.page')} back=${back}><${SySkeleton} rows=${4} /><//>`
    const may = ctx.can('calendar.kinds')
    return html`<${SyPage} title=${t('reminders.page')} lead=${t('reminders.lead')} back=${back} actions=${[may && r.own && { text: t('reminders.reset'), icon: 'back', run: () => reset(r) }]}>
      <${SyCard} title=${t('reminders.now')}>
        <p>${t('reminders.audience')}${t('reminders.colon')}${length(r.audienceHours)}<br />${t('reminders.host')}${t('reminders.colon')}${length(r.hostHours)}<br />${t(r.byMail ? 'reminders.with-mail' : 'reminders.portal-only')}</p>
        <p class="sy-muted">${r.from ? t('reminders.from', { unit: r.from.name }) : t('reminders.usual')}</p>
      <//>
      ${may && html`<${SyForm} id="reminders" key=${r.version} value=${r} submitText=${t('reminders.save')} done=${() => { toast.success(t('reminders.saved')); held.reload() }}
        submit=${(v) => api.put('reminders', { audienceHours: v.audienceHours, hostHours: v.hostHours, byMail: v.byMail }, { match: r })}
        fields=${[{ key: 'audienceHours', text: t('reminders.audience'), type: 'select', required: true, options: options(r.audienceHours) },
          { key: 'hostHours', text: t('reminders.host'), type: 'select', required: true, options: options(r.hostHours), help: t('reminders.host-help') },
          { key: 'byMail', text: t('reminders.by-mail'), type: 'switch', help: t('reminders.by-mail-help') }]} />`}
    <//>`
  }
})
