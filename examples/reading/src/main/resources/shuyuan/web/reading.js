// One's own reading of a book: when it was read, and what one thinks of it. No page in JSON, since the heading is the book's title and no day may be to come.
import { days, defineView, html, SyForm, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'

export const edit = defineView((ctx) => {
  const { t, api, params } = ctx
  const reading = useLoad(() => api.get(`readings/${params.id}`))
  const today = days.today(ctx.zone)
  const past = (value) => (value && value > today ? t('problem.day-to-come') : undefined)
  const fields = [
    { key: 'started', text: t('reading.started'), type: 'date', required: true, half: true, check: past },
    { key: 'finished', text: t('reading.finished'), type: 'date', half: true, help: t('reading.finished-help'),
      check: (value, all) => past(value) ?? (value && value < all.started ? t('problem.ends-before-start') : undefined) },
    { key: 'thoughts', text: t('reading.thoughts'), type: 'textarea', max: 2000, help: t('reading.thoughts-help') },
  ]
  const labels = Object.fromEntries(fields.map((field) => [field.key, field.text]))

  return () => {
    const back = { text: t('reading.mine'), to: 'mine' }
    const r = reading.data.value
    if (reading.problem.value) return html`<${SyPage} title=${t('reading.edit')} back=${back}><${SyProblem} problem=${reading.problem.value} retry=${reading.reload} /><//>`
    if (!r) return html`<${SyPage} title=${t('reading.edit')} back=${back}><${SySkeleton} rows=${5} /><//>`
    const value = { started: r.started, finished: r.finished, thoughts: r.thoughts }
    return html`<${SyPage} title=${r.book.title} lead=${t('reading.edit-lead')} back=${back}>
      <${SyForm} id=${`reading-${r.id}`} value=${value} fields=${fields} submit=${(values) => api.put(`readings/${r.id}`, values, { match: r, labels })}
        done=${() => { toast.success(t('reading.saved')); ctx.navigate(`books/${r.book.id}`, { replace: true }) }} cancel=${() => ctx.navigate(-1)} />
    <//>`
  }
})
