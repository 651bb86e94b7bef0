// Leave: asking for it, on one's own page; deciding on it, for whom the unit lets.
import { ref } from 'vue'
import { confirm, defineView, format, formDialog, html, onChanged, SyCard, SyEmpty, SyPage, SyProblem, SySkeleton, SyStatus, toast, useContext, useLoad } from '@shuyuan/ui'

const SIZE = 50
const STATES = { asked: 'warning', approved: 'success', refused: 'danger', withdrawn: 'neutral' }
const status = (t, word) => html`<${SyStatus} kind=${STATES[word]} text=${t(`leave.${word}`)} />`

const attempt = async (work, done, reload) => {
  try {
    await work()
    toast.success(done)
  } catch (problem) {
    if (problem.cancelled) return
    toast.error(problem)
  }
  await reload()
}

/** Decided on meanwhile by somebody else: said, not merged. */
const seen = (row) => ({ match: `"${row.version}"`, quiet: true })

/** @type {(t: any, reasons: any[], ofWhom?: boolean) => any[]} */
const fields = (t, reasons, ofWhom) => [
  ofWhom && { key: 'person', text: t('leave.who'), type: 'person', required: true },
  { key: 'from', text: t('leave.from'), type: 'datetime', required: true, half: true },
  { key: 'to', text: t('leave.to'), type: 'datetime', required: true, half: true },
  { key: 'reason', text: t('mark.reason'), type: 'select', required: true, options: reasons },
  { key: 'note', text: t('leave.note'), type: 'textarea', max: 500, help: t('leave.note-help') },
]

/** What was asked for and what came of it, in words. */
const words = (t, row, files) => html`<span class="attendance-who"><strong class="sy-num">${format.range(row.from, row.to)}</strong> <span class="sy-muted">${[row.reasonName, row.note].filter(Boolean).join(' · ')}</span>
  ${(row.decidedBy || row.answer) && html`<span class="attendance-note">${[row.decidedBy && t('leave.decided-by', { who: row.decidedBy, when: format.dateTime(row.decidedAt) }), row.answer].filter(Boolean).join(' · ')}</span>`}${files}</span>`

/** What is with it, to be read and, by who asked, taken back. */
const attached = (ctx, row, remove) => row.files.length > 0 && html`<span class="attendance-files">${row.files.map((f) => html`<span key=${f.id}>
  <button type="button" class="el-button el-button--primary is-link" onClick=${() => ctx.api.download(`leave/${row.id}/files/${f.id}`).catch(toast.error)}>${f.name} <span class="sy-muted">(${format.bytes(f.size)})</span></button>
  ${remove && row.state === 'asked' && html`<button type="button" class="el-button el-button--primary is-link" aria-label=${`${ctx.t('leave.file-remove')}: ${f.name}`} onClick=${() => remove(row, f)}>${ctx.t('leave.file-remove')}</button>`}</span>`)}</span>`
const MEGABYTES = 10 * 1024 * 1024
/** @type {(t: any) => any} */
const fileField = (t) => ({ key: 'file', text: t('leave.file'), type: 'file', accept: '.pdf,.jpg,.jpeg,.png,.docx', max: MEGABYTES, help: t('leave.file-help') })

/** The card on the page of one's own attendance. */
export const OwnLeave = { name: 'OwnLeave', setup() {
  const ctx = useContext()
  const { t, api } = ctx
  const own = useLoad(() => api.get('leave/mine'))
  onChanged(ctx, ['leave'], own.reload)
  const ask = async () => {
    const data = own.data.value
    const asked = await formDialog({
      title: t('leave.ask'), id: 'leave-own', submitText: t('leave.ask'), value: { from: '', to: '', reason: '', note: '', file: null },
      submit: async (v) => ({ leave: await api.post('leave', { from: v.from, to: v.to, reason: v.reason, note: v.note || null }), file: v.file }),
      fields: [...fields(t, data.reasons.filter((r) => !r.retired).map((r) => ({ value: r.word, text: r.name }))), fileField(t)],
    })
    if (asked) {
      // it is asked for, whatever becomes of the file
      if (asked.file) await attempt(() => api.upload(`leave/${asked.leave.id}/files`, asked.file), t('leave.sent'), own.reload)
      else {
        toast.success(t('leave.sent'))
        await own.reload()
      }
    }
  }
  const attach = async (row) => {
    const done = await formDialog({ title: t('leave.file-add'), id: 'leave-file', draft: false, submitText: t('leave.file-add'), value: { file: null }, fields: [{ ...fileField(t), required: true }],
      submit: (v) => api.upload(`leave/${row.id}/files`, v.file) })
    if (done) await own.reload()
  }
  const detach = async (row, file) => {
    if (await confirm({ title: t('leave.file-remove-ask', { name: file.name }), yes: t('leave.file-remove') })) await attempt(() => api.delete(`leave/${row.id}/files/${file.id}`), t('saved'), own.reload)
  }
  const withdraw = async (row) => {
    if (await confirm({ title: t('leave.withdraw-ask'), text: t('leave.withdraw-text'), yes: t('leave.withdraw') })) {
      await attempt(() => api.post(`leave/${row.id}/withdraw`, undefined, seen(row)), t('leave.withdrawn-done'), own.reload)
    }
  }
  return () => {
    const data = own.data.value
    return html`<${SyCard} title=${t('leave.mine')}>
      ${own.problem.value ? html`<${SyProblem} problem=${own.problem.value} retry=${own.reload} />` : !data ? html`<${SySkeleton} rows=${2} />` : html`
        <p class="sy-muted">${t('leave.ask-help', { days: data.days })}</p>
        <p><button type="button" class="el-button el-button--primary is-plain" onClick=${ask}>${t('leave.ask')}</button></p>
        ${data.items.length > 0 && html`<ul class="attendance-own">${data.items.map((row) => html`<li key=${row.id}>${words(t, row, attached(ctx, row, detach))}<span class="sy-row">${status(t, row.state)}
          ${(row.state === 'asked' || row.state === 'approved') && row.files.length < 3 && html`<button type="button" class="el-button el-button--primary is-link" onClick=${() => attach(row)}>${t('leave.file-add')}</button>`}
          ${(row.state === 'asked' || row.state === 'approved') && html`<button type="button" class="el-button el-button--primary is-link" onClick=${() => withdraw(row)}>${t('leave.withdraw')}</button>`}</span></li>`)}</ul>`}`}
    <//>`
  }
} }

/** What waits for a word, and what was said. */
export const leave = defineView((ctx) => {
  const { t, api } = ctx
  const only = ref('')
  const page = ref(1)
  const list = useLoad(() => api.get('leave', { size: SIZE, page: page.value, state: only.value }))
  const turn = (by) => { page.value += by; list.reload() }
  onChanged(ctx, ['leave'], list.reload)
  const decide = async (row, approved) => {
    const said = await formDialog({
      title: `${row.person.name} · ${format.range(row.from, row.to)}`, id: `decide-${row.id}`, draft: false, submitText: t(approved ? 'leave.approve' : 'leave.refuse'), value: { answer: '' },
      fields: [{ key: 'answer', text: t('leave.answer'), max: 200, help: t('leave.answer-help') }],
      submit: (v) => api.post(`leave/${row.id}/decision`, { approved, answer: v.answer || null }, seen(row)),
    })
    if (said) toast.success(t('leave.decided'))
    await list.reload()
  }
  const record = async () => {
    const known = await api.get('reasons', { size: 200 })
    const recorded = await formDialog({
      title: t('leave.record'), id: 'leave-of', submitText: t('leave.record'), value: { person: null, from: '', to: '', reason: '', note: '' },
      submit: (v) => api.post('leave', { person: v.person, from: v.from, to: v.to, reason: v.reason, note: v.note || null }),
      fields: fields(t, known.items.filter((r) => r.state === 'on-leave' && !r.retired).map((r) => ({ value: r.word, text: r.text })), true),
    })
    if (recorded) {
      toast.success(t('leave.recorded'))
      await list.reload()
    }
  }
  const chip = (word) => html`<button type="button" key=${word} class="attendance-chip" aria-pressed=${String(only.value === word)} onClick=${() => { only.value = only.value === word ? '' : word; page.value = 1; list.reload() }}>${t(`leave.${word}`)}</button>`
  const person = (row) => html`<span class="attendance-who"><strong>${row.person.name}</strong> <span class="sy-muted">${[row.person.unit, row.person.position, row.person.number].filter(Boolean).join(' · ')}</span></span>`
  return () => {
    const data = list.data.value
    return html`<${SyPage} title=${t('nav.leave')} lead=${t('leave.lead')} actions=${[{ text: t('leave.record'), icon: 'plus', run: record }]}>
      <${SyCard}>
        <p class="attendance-chips" role="group" aria-label=${t('leave.filter')}>${Object.keys(STATES).map(chip)}</p>
        ${list.problem.value ? html`<${SyProblem} problem=${list.problem.value} retry=${list.reload} />` : !data ? html`<${SySkeleton} rows=${6} />`
          : !data.items.length ? html`<${SyEmpty} title=${t('leave.none')} text=${t('leave.none-do')} />`
            : html`<ul class="attendance-own attendance-leave">${data.items.map((row) => html`<li key=${row.id}>${person(row)}${words(t, row, attached(ctx, row))}<span class="sy-row">${status(t, row.state)}
              ${(row.state === 'asked' || row.state === 'refused') && html`<button type="button" class="el-button el-button--primary is-plain" onClick=${() => decide(row, true)}>${t('leave.approve')}</button>`}
              ${(row.state === 'asked' || row.state === 'approved') && html`<button type="button" class="el-button" onClick=${() => decide(row, false)}>${t('leave.refuse')}</button>`}</span></li>`)}</ul>`}
        ${data && data.total > SIZE && html`<nav class="sy-row sy-no-print" aria-label=${t('leave.pages')}>
          <button type="button" class="el-button" disabled=${page.value <= 1} onClick=${() => turn(-1)}>${t('leave.earlier-page')}</button>
          <span class="sy-num">${t('leave.page-of', { page: page.value, pages: Math.ceil(data.total / SIZE), total: data.total })}</span>
          <button type="button" class="el-button" disabled=${page.value >= Math.ceil(data.total / SIZE)} onClick=${() => turn(1)}>${t('leave.later-page')}</button></nav>`}
      <//>
    <//>`
  }
})
