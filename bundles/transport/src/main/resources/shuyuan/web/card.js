import { ref } from 'vue'
import { defineView, format, html, remember, remembered, SyCard, SyIcon, SyPage, SyStatus, useLoad } from '@shuyuan/ui'

const DAY = 86400000
const LATER = 'transport.later'
const TODAY = 'transport.today'
const DAYS_BEFORE_END = 30

/** What is to be said, if anything: an open network, or a certificate near its end. Card and banner say the same. */
const warning = (t, status) => {
  if (status.plain || (!status.on && status.exposed && !status.secure)) return { kind: 'warning', title: t('off'), text: t('off.do') }
  if (status.on && !status.sheet && status.end && new Date(status.end).getTime() - Date.now() < DAYS_BEFORE_END * DAY) {
    return { kind: 'warning', title: t('ends', { day: format.date(status.end) }), text: t('ends.do') }
  }
  return null
}

/** The warning as `draw` shows it, until `until()`, which a click puts off to `next()`; steps aside when there is nothing to say. */
const warner = (key, next, draw) => defineView((ctx) => {
  const later = ref(Number(remembered(key, 0)))
  const { data, problem } = useLoad(() => ctx.api.get('status', {}, { quiet: true }))
  const putOff = () => {
    later.value = next()
    remember(key, later.value)
  }
  return () => {
    const said = data.value && later.value < Date.now() ? warning(ctx.t, data.value) : null
    if ((data.value || problem.value) && !said) {
      ctx.hideCard?.()
      return null
    }
    return said && draw(ctx, said, putOff, data.value)
  }
})

/** A card that is there only while there is something to do; it can be put off for a month. */
export const status = warner(LATER, () => Date.now() + 30 * DAY, ({ t, href }, said, putOff) => html`<div>
  <p><${SyStatus} kind=${said.kind} text=${said.title} /></p>
  <p>${said.text}</p>
  <p class="sy-row sy-no-print"><a href=${href('')}>${t('how')}</a><button type="button" class="el-button" onClick=${putOff}>${t('later')}</button></p></div>`)

/** One line over the pages of administration while what is done there crosses the network in clear; gone until tomorrow when it is closed. */
export const banner = warner(TODAY, () => new Date().setHours(24, 0, 0, 0), ({ t, href, hideCard }, said, putOff, now) => {
  if (!now.plain) {
    hideCard?.()
    return null
  }
  return html`<div class="sy-notice transport-banner sy-no-print">
    <span><${SyIcon} name="unlock" /> <strong>${said.title}</strong> <a href=${href('')}>${t('how')}</a></span>
    <button type="button" class="el-button is-text" onClick=${putOff}>${t('today')}</button></div>`
})

/** How to turn it on: what the guide for administrators says, for who reads this in the portal. */
export const guide = defineView(({ t, api }) => {
  const { data } = useLoad(() => api.get('status', {}, { quiet: true }))
  const way = (name, commands) => html`<${SyCard} title=${t(`guide.${name}`)}><p>${t(`guide.${name}.text`)}</p>
    ${commands.map((one) => html`<pre key=${one} class="transport-command" tabindex="0"><code>${one}</code></pre>`)}<//>`
  const state = (s) => (s.secure ? { kind: 'success', text: t('guide.on') } : s.plain ? { kind: 'warning', text: t('off') } : { kind: 'info', text: t('guide.here') })
  return () => html`<${SyPage} title=${t('guide.title')} lead=${t('guide.lead')}>
    ${data.value && html`<p><${SyStatus} ...${state(data.value)} /></p>`}
    ${way('own', ['portal tls --cert FILE --key FILE', 'portal stop', 'portal start'])}
    ${way('local', ['portal tls --local-ca', 'portal stop', 'portal start'])}
    ${way('proxy', ['proxy.addresses = 10.0.0.5'])}
  <//>`
})
