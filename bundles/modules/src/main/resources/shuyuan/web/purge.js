import { ref } from 'vue'
import { format, html, SyButton, SyDialog, SyFacts, SyForm, SyStatus, toast } from '@shuyuan/ui'

/**
 * The end of what a withdrawn module keeps: with a backup from after it was withdrawn, and only for somebody who types its name. `failed` is told of what went wrong
 * outside the dialog, `changed` when it is done.
 */
export function usePurge({ api, can, t }, { failed, changed }) {
  /** The module, and what there is to lose. */
  const left = ref(null)

  async function look(row) {
    failed(null)
    try {
      left.value = { ...(await api.get(`${row.id}/purge`)), id: row.id }
    } catch (failure) {
      failed(failure)
    }
  }
  const close = () => (left.value = null)
  const backUp = async (l) => {
    await api.download('/api/persistence/backup', {}, { method: 'POST' })
    await look(l)
  }
  function done() {
    toast.success(t('done.purged', left.value))
    close()
    changed()
  }

  const bare = (l) => l.tables === 0 && l.rows === 0
  /** The dead button says what is asked before anybody presses it. */
  const typed = (l) => ({ name }) => [l.name, l.id].includes((name ?? '').trim())
  const shown = (l) => (bare(l) ? html`<p>${t('purge.nothing', l)}</p>` : html`
    <p>${t('purge.lead', l)}</p>
    <${SyFacts} items=${[
      { text: t('purge.tables'), value: format.number(l.tables) }, { text: t('purge.rows'), value: format.number(l.rows) },
      { text: t('purge.withdrawn'), value: format.dateTime(l.withdrawn) },
      { text: t('purge.backup'), value: html`<${SyStatus} kind=${l.problem ? 'warning' : 'success'} text=${l.backup ? format.dateTime(l.backup) : t('purge.no-backup')} />` },
    ]} />
    ${l.problem ? html`<p role="status"><strong>${l.problem}</strong><br />${l.advice}</p>`
      : html`<div style=${{ marginTop: '16px' }}><${SyForm} id="purge" draft=${false} inDialog danger submitText=${t('action.purge-now')} cancel=${close} ready=${typed(l)} done=${done}
        fields=${[{ key: 'name', text: t('purge.name', l), required: true, max: 200 }]} submit=${(values) => api.post(`${l.id}/purge`, values)} /></div>`}`)
  const buttons = (l) => [
    { text: t('action.close'), primary: bare(l), run: close }, !bare(l) && { text: t('action.look-again'), icon: 'refresh', run: () => look(l) },
    !bare(l) && can('persistence.backup') && { text: t('action.back-up-now'), icon: 'download', primary: true, run: () => backUp(l) },
  ].filter(Boolean)
  const footer = () => html`<div class="sy-row">${buttons(left.value).map((action) => html`<${SyButton} key=${action.text} action=${action} />`)}</div>`

  const dialog = () => html`
    <${SyDialog} open=${left.value !== null} title=${left.value ? t('purge.title', left.value) : ''} onClose=${close}>${{
      default: () => left.value && shown(left.value),
      ...(left.value && (bare(left.value) || left.value.problem) ? { footer } : {}),
    }}<//>`
  return { look, dialog }
}
