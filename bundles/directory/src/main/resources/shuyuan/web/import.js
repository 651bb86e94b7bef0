// Handing over a roster.
import { ref } from 'vue'
import { defineView, format, html, SyCard, SyFileDrop, SyPage, SyProblem, SyStatus, useLoad } from '@shuyuan/ui'
import { setupSteps } from './shared.js'

export const start = defineView((ctx) => {
  const { t, api } = ctx
  const share = ref(undefined)
  const problem = ref(undefined)
  const setup = Boolean(ctx.query.setup)
  const recent = useLoad(() => api.get('imports'))

  const onFile = async (file) => {
    problem.value = undefined
    share.value = 0
    try {
      const opened = await api.upload('imports', file, { onProgress: (done) => { share.value = done } })
      ctx.navigate(`import/${opened.id}${setup ? '?setup=1' : ''}`)
    } catch (failed) {
      problem.value = failed
    } finally {
      share.value = undefined
    }
  }

  return () => html`
    <${SyPage} title=${t('nav.import')} lead=${t('import.lead')} actions=${[setup && { text: t('import.setup-later'), run: () => ctx.navigate('/') }]}>
      ${setup && setupSteps(t)}
      <${SyCard}>
        <p>${t('import.into', { unit: ctx.unit.name })}</p>
        <${SyFileDrop} accept=".xlsx,.xlsm,.csv" maxBytes=${20 * 1024 * 1024} text=${t('import.drop')} onFile=${onFile} share=${share.value} />
        ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      <//>
      ${recent.data.value?.items.length ? html`
        <${SyCard} title=${t('import.recent')}>
          <ul class="directory-recent">
            ${recent.data.value.items.map((i) => html`
              <li key=${i.id}>
                <a href=${ctx.href(`import/${i.id}`)}>${i.name}</a>
                <${SyStatus} kind=${i.status === 'confirmed' ? 'success' : 'warning'} text=${t(`import.status-${i.status}`)} />
                <span class="sy-muted sy-num">${format.dateTime(i.confirmedAt || i.createdAt)} · ${i.confirmedBy || i.createdBy}</span>
              </li>`)}
          </ul>
        <//>` : null}
    <//>`
})
