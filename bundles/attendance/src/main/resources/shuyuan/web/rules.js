// How the unit counts: said once, shown beside every figure.
import { confirm, defineView, html, SyCard, SyForm, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { counted } from './words.js'

export const rules = defineView((ctx) => {
  const { t, api } = ctx
  const held = useLoad(() => api.get('rules'))
  const reset = async (r) => {
    if (!(await confirm({ title: t('rules.reset-ask'), text: t('rules.reset-text'), yes: t('rules.reset') }))) return
    try {
      await api.delete('rules', { match: r })
      toast.success(t('saved'))
      await held.reload()
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  return () => {
    const r = held.data.value
    const back = { text: t('nav.attendance'), to: '' }
    if (held.problem.value) return html`<${SyPage} title=${t('rules.page')} back=${back}><${SyProblem} problem=${held.problem.value} retry=${held.reload} /><//>`
    if (!r) return html`<${SyPage} title=${t('rules.page')} back=${back}><${SySkeleton} rows=${5} /><//>`
    const may = ctx.can('attendance.rules')
    const percent = (key, help) => ({ key, text: t(`rules.${help}`), type: 'number', min: 0, max: 100, required: true, help: t(`rules.${help}-help`) })
    return html`<${SyPage} title=${t('rules.page')} lead=${t('rules.lead')} back=${back} actions=${[
        { text: t('reasons.page'), icon: 'collection', to: 'reasons' },
        may && r.own && { text: t('rules.reset'), icon: 'back', run: () => reset(r) },
      ]}>
      <${SyCard} title=${t('rules.now')}><p>${[counted(t, r), t('rules.leave-days-says', { days: r.leaveDays }), r.objectionDays > 0 ? t('rules.objection-days-says', { days: r.objectionDays }) : t('rules.objection-days-none'), t(r.openEnd ? 'rules.open-end-says' : 'rules.open-end-none', { minutes: r.earlyGrace })].join(t('sep.sentence'))}</p><//>
      ${may && html`<${SyForm} id="rules" key=${r.version} value=${r} submitText=${t('save')} done=${() => { toast.success(t('saved')); held.reload() }}
        submit=${(v) => api.put('rules', { leaveExcused: v.leaveExcused, lateCounts: v.lateCounts, earlyCounts: v.earlyCounts, target: v.target, leaveDays: v.leaveDays, makeUpCounts: v.makeUpCounts, objectionDays: v.objectionDays, earlyGrace: v.earlyGrace, openEnd: v.openEnd }, { match: r })}
        fields=${[{ key: 'leaveExcused', text: t('rules.leave'), type: 'switch', help: t('rules.leave-help') }, percent('lateCounts', 'late'), percent('earlyCounts', 'early'), percent('makeUpCounts', 'make-up'), percent('target', 'target'),
          { key: 'leaveDays', text: t('rules.leave-days'), type: 'number', min: 0, max: 366, required: true, help: t('rules.leave-days-help') },
          { key: 'objectionDays', text: t('rules.objection-days'), type: 'number', min: 0, max: 366, required: true, help: t('rules.objection-days-help') },
          { key: 'earlyGrace', text: t('rules.early-grace'), type: 'number', min: 0, max: 120, required: true, help: t('rules.early-grace-help') },
          { key: 'openEnd', text: t('rules.open-end'), type: 'switch', help: t('rules.open-end-help') }]} />`}
    <//>`
  }
})
