// An import that is being written: how far it is, as the server says, also for who comes back to the page.
import { onUnmounted, ref, watch } from 'vue'
import { announce, confirm, format, html, SyCard, SyPage, SyProgress, toast } from '@shuyuan/ui'

const PAUSE = 700

/** Follows the job until it has ended. @param known the job that came with the import @param ended called then */
export const following = (ctx, path, known, ended) => {
  /** @type {import('vue').Ref<any>} */
  const job = ref()
  let timer
  let gone = false
  const ask = async () => {
    let next
    try {
      next = await ctx.api.get(`${path}/job`)
    } catch (failed) {
      next = failed.status === 404 ? { state: 'none' } : job.value
    }
    if (gone) return
    if (next?.state === 'running') {
      job.value = next
      timer = setTimeout(ask, PAUSE)
      return
    }
    // the page changes once, when what came of it is there
    await ended()
    job.value = next
    if (next?.state === 'done' || next?.state === 'cancelled') announce(ctx.t(next.state === 'done' ? 'import.done' : 'import.job-cancelled'))
  }
  watch(known, (found) => {
    if (found?.state === 'running' && job.value?.state !== 'running') {
      job.value = found
      clearTimeout(timer)
      timer = setTimeout(ask, PAUSE)
    }
  }, { immediate: true })
  onUnmounted(() => {
    gone = true
    clearTimeout(timer)
  })
  return {
    running: () => job.value?.state === 'running',
    now: () => job.value,
    begun: () => {
      job.value = { state: 'running', phase: 'queued', done: 0, total: 0 }
      clearTimeout(timer)
      return ask()
    },
  }
}

/** The page while it runs. */
export const progress = (ctx, d, following) => {
  const { t, api } = ctx
  const job = following.now()
  const cancel = async () => {
    if (!await confirm({ title: t('import.job-cancel'), text: t('import.job-cancel-text'), yes: t('import.job-cancel'), danger: true })) return
    try {
      await api.delete(`imports/${ctx.params.id}/job`)
      toast.success(t('import.job-cancelling'))
    } catch (failed) {
      toast.error(failed)
    }
  }
  const counted = job.phase === 'writing' && job.total > 0
  return html`
    <${SyPage} title=${t('import.job-title')} lead=${d.name} back=${{ text: t('nav.import'), to: 'import' }} actions=${[
      { text: t('import.job-cancel'), run: cancel, disabled: job.cancelling || job.phase === 'finishing' },
    ]}>
      <${SyCard}>
        <${SyProgress} share=${counted ? job.done / job.total : null}
          text=${t(`import.phase-${job.phase}`, { done: format.number(job.done), total: format.number(job.total) })} />
        <p class="sy-muted">${t('import.job-lead')}</p>
      <//>
    <//>`
}

/** How the last try ended, when nothing came of it. */
export const stopped = (t, job) => {
  if (job?.state === 'cancelled') return html`<p role="status">${t('import.job-cancelled')}</p>`
  return job?.problem ? html`<p role="alert"><strong>${job.problem}${t('text.stop')}</strong> ${job.action}</p>` : null
}
