import { ref } from 'vue'
import { defineView, format, html, remember, remembered, SyStatus, useLoad } from '@shuyuan/ui'

const DAY = 86400000
const LATER = 'transport.later'
const DAYS_BEFORE_END = 30

/** What is to be said, if anything: an open network, or a certificate near its end. */
const warning = (t, status) => {
  if (!status.on && status.exposed) return { kind: 'warning', title: t('off'), text: t('off.do') }
  if (status.on && !status.sheet && status.end && new Date(status.end).getTime() - Date.now() < DAYS_BEFORE_END * DAY) {
    return { kind: 'warning', title: t('ends', { day: format.date(status.end) }), text: t('ends.do') }
  }
  return null
}

/** A card that is there only while there is something to do; it can be put off for a month. */
export const status = defineView((ctx) => {
  const { t, api } = ctx
  const later = ref(Number(remembered(LATER, 0)))
  const { data, problem } = useLoad(() => api.get('status', {}, { quiet: true }))
  const putOff = () => {
    later.value = Date.now() + 30 * DAY
    remember(LATER, later.value)
  }
  return () => {
    const said = data.value && later.value < Date.now() ? warning(t, data.value) : null
    if ((data.value || problem.value) && !said) {
      ctx.hideCard?.()
      return null
    }
    return said && html`<div>
      <p><${SyStatus} kind=${said.kind} text=${said.title} /></p>
      <p>${said.text}</p>
      <button type="button" class="el-button sy-no-print" onClick=${putOff}>${t('later')}</button></div>`
  }
})
