import { onUnmounted, ref } from 'vue'
import { format, html, SyCard, SyDialog, SyFacts, SyFileDrop, SyProblem, SyProgress, SyStatus, toast } from '@shuyuan/ui'

/** What a check found, as sentences. */
const findings = (t, check) => {
  const report = check.report
  if (!report) return []
  return [
    report.fault && t(`chain.fault.${report.fault}`, { number: report.number }),
    report.redacted > 0 && t('chain.redacted', { count: report.redacted }),
    report.setAside > 0 && t('chain.set-aside', { count: report.setAside }),
    report.fault && t('chain.fault.do'),
  ].filter(Boolean)
}
const kinds = { ok: 'success', broken: 'danger', failed: 'warning', running: 'info' }

/** What an exported file turned out to be. */
const fileResult = (t, report) => html`
  <p role="status"><${SyStatus} kind=${report.fault ? 'danger' : 'success'}
    text=${report.fault ? t('chain.file.wrong', { line: report.wrongLine }) : t('chain.file.whole', { lines: report.lines })} /></p>
  <ul>${[
    report.here > 0 && t('chain.file.here', { count: report.here }),
    report.elsewhere > 0 && t('chain.file.elsewhere', { count: report.elsewhere }),
    report.gaps > 0 && t('chain.file.gaps', { count: report.gaps }),
    report.unchained > 0 && t('chain.file.unchained', { count: report.unchained }),
    report.redacted > 0 && t('chain.redacted', { count: report.redacted }),
  ].filter(Boolean).map((text) => html`<li key=${text}>${text}</li>`)}</ul>`

/** The card about the chain; it is there for those who may see the trail of the whole portal, and asks nobody else. */
export const useChain = ({ t, api, can }) => {
  const chain = ref(null)
  const open = ref('')
  const share = ref(null)
  const file = ref(null)
  const problem = ref(null)
  let timer
  let away = false
  const load = async () => {
    try {
      chain.value = await api.get('audit/chain', {}, { quiet: true })
      if (!away && chain.value.check?.result === 'running') timer = setTimeout(load, 1500)
    } catch {
      chain.value = null
    }
  }
  onUnmounted(() => { away = true; clearTimeout(timer) })
  if (can('access.audit-chain')) load()
  const verify = async () => {
    try {
      await api.post('audit/verify')
      toast.success(t('chain.started'))
    } catch (failure) {
      toast.error(failure)
    }
    clearTimeout(timer)
    await load()
  }
  const check = async (given) => {
    problem.value = null
    file.value = null
    share.value = 0
    try {
      file.value = await api.upload('audit/verify-file', given, { onProgress: (part) => { share.value = part } })
    } catch (failure) {
      problem.value = failure
    } finally {
      share.value = null
    }
  }
  const dialogs = () => html`
    <${SyDialog} open=${open.value === 'file'} title=${t('chain.verify-file')} onClose=${() => { open.value = ''; file.value = null; problem.value = null }}>
      <p>${t('chain.file.text')}</p>
      <${SyFileDrop} accept=".jsonl" label=${t('chain.verify-file')} share=${share.value} onFile=${check} />
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      ${file.value && fileResult(t, file.value)}
    <//>
    <${SyDialog} open=${open.value === 'anchors'} title=${t('chain.anchors')} wide=${true} onClose=${() => { open.value = '' }}>${{
      default: () => html`<p>${t('chain.anchors.text')}</p>
        ${(chain.value?.anchors ?? []).length === 0 ? html`<p class="sy-muted">${t('chain.anchors.none')}</p>` : html`
          <div class="access-changes" tabindex="0" role="region" aria-label=${t('chain.anchors')}><table>
            <thead><tr><th scope="col">${t('audit-list.at')}</th><th scope="col">${t('audit-list.number')}</th><th scope="col">${t('audit-list.hash')}</th></tr></thead>
            <tbody>${chain.value.anchors.map((one) => html`<tr key=${one.id}><td>${format.dateTime(one.at)}</td><td class="sy-num">${one.number}</td><td class="access-hash">${one.hash}</td></tr>`)}</tbody>
          </table></div>`}`,
      footer: () => html`<button type="button" class="el-button sy-no-print" onClick=${() => window.print()}>${t('chain.print')}</button>`,
    }}<//>`
  return () => {
    const now = chain.value
    if (!now) return null
    const last = now.check
    return html`
      <${SyCard} title=${t('chain.title')} actions=${[
        { text: t('chain.anchors'), icon: 'print', run: () => { open.value = 'anchors' } },
        { text: t('chain.verify-file'), icon: 'upload', run: () => { open.value = 'file' } },
        { text: t('chain.verify'), icon: 'check', primary: true, disabled: last?.result === 'running', run: verify }]}>
        <p class="sy-row"><${SyStatus} kind=${last ? kinds[last.result] : 'neutral'} text=${t(last ? `chain.${last.result}` : 'chain.none')} />
          ${last && last.ended && html`<span>${t('chain.checked', { when: format.dateTime(last.ended), who: last.who, count: format.number(last.checked) })}</span>`}
          ${last?.report && html`<span class="sy-muted">${t('chain.range', { first: last.report.first, last: last.report.last })}</span>`}</p>
        ${last?.result === 'running' && html`<${SyProgress} share=${last.expected > 0 ? last.checked / last.expected : null} text=${t('chain.running')} />`}
        ${last && findings(t, last).map((text) => html`<p key=${text}>${text}</p>`)}
        <${SyFacts} items=${[
          { text: t('chain.head'), value: format.number(now.number) },
          now.tail > 0 && { text: t('chain.tail'), value: `${format.number(now.tail)} · ${t('chain.tail.text')}` },
          { text: t('chain.kept'), value: t('chain.days', { days: now.days }) }]} />
        ${now.cut && html`<p class="sy-muted">${t('chain.cut', { number: now.cut.number, when: format.date(now.cut.at) })}</p>`}
        <p class="sy-muted">${t('chain.text')}</p>
      <//>
      ${dialogs()}`
  }
}
