// A book: what it is, who reads it and what they think of it, and the meetings about it.
import { ref, watch } from 'vue'
import { confirm, defineView, format, html, onChanged, SyButton, SyCard, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, SyStatus, toast, useLoad } from '@shuyuan/ui'

const SIZE = 20

export const show = defineView((ctx) => {
  const { t, api, params } = ctx
  const page = ref(1)
  const book = useLoad(() => api.get(`books/${params.id}`))
  const readers = useLoad(() => api.get(`books/${params.id}/readings`, { page: page.value, size: SIZE }))
  const meetings = useLoad(() => api.get('meetings', { book: params.id, size: SIZE }))
  watch(page, readers.reload)
  const reload = () => Promise.all([book.reload(), readers.reload()])
  onChanged(ctx, ['book', 'reading'], reload)
  onChanged(ctx, ['meeting'], meetings.reload)

  const act = async (work, done) => {
    try {
      await work()
      toast.success(done)
      return true
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
      return false
    }
  }
  const start = async () => (await act(() => api.post(`books/${params.id}/readings`, {}), t('reading.start-done'))) && reload()
  const remove = async (b) => {
    if (!(await confirm({ title: t('book.remove-ask', { title: b.title }), yes: t('book.remove'), danger: true }))) return
    if (await act(() => api.delete(`books/${b.id}`, { match: b }), t('book.removed'))) ctx.navigate('', { replace: true })
  }
  const withdraw = async (r) => {
    if (!(await confirm({ title: t('reading.withdraw-ask', { title: r.title }), yes: t('reading.withdraw'), danger: true }))) return
    if (await act(async () => api.delete(`readings/${r.id}`, { match: await api.get(`readings/${r.id}`) }), t('reading.withdrawn'))) await reload()
  }

  const reader = (r) => html`<li key=${r.id}>
    <div class="reading-head"><strong>${r.personName || t('readers.gone')}</strong>
      <${SyStatus} kind=${r.finished ? 'success' : 'info'} text=${t(`state.${r.state}`)} />
      <span class="sy-muted">${r.finished ? t('readers.on', { date: format.date(r.finished) }) : t('readers.since', { date: format.date(r.started) })}</span>
      ${r.own && html`<span class="sy-row sy-no-print">
        <${SyButton} small=${true} action=${{ text: t('reading.write'), icon: 'edit', to: `readings/${r.id}/edit` }} />
        <${SyButton} small=${true} action=${{ text: t('reading.withdraw'), icon: 'delete', run: () => withdraw(r) }} /></span>`}</div>
    ${r.thoughts && html`<p class="reading-thoughts">${r.thoughts}</p>`}
  </li>`
  const pages = (total) => total > SIZE && html`<div class="sy-row sy-no-print">
    <${SyButton} action=${{ text: t('reading.previous'), disabled: page.value === 1, run: () => page.value-- }} />
    <${SyButton} action=${{ text: t('reading.next'), disabled: page.value * SIZE >= total, run: () => page.value++ }} /></div>`
  const meeting = (m) => html`<li key=${m.id}><div class="reading-head"><a href=${ctx.href(`meetings/${m.id}`)}>${m.title}</a>
    <span class="sy-muted">${[format.range(m.start, m.end), m.place, m.leadName && `${t('meeting.lead')} ${m.leadName}`].filter(Boolean).join(' · ')}</span></div></li>`
  /** A list that loads, fails or is empty. */
  const listed = (load, line, none) => {
    if (load.problem.value) return html`<${SyProblem} problem=${load.problem.value} retry=${load.reload} />`
    if (!load.data.value) return html`<${SySkeleton} rows=${3} />`
    return load.data.value.items.length ? html`<ul class="reading-list">${load.data.value.items.map(line)}</ul>` : html`<p class="sy-muted">${none}</p>`
  }

  return () => {
    const back = { text: t('book.list'), to: '' }
    const b = book.data.value
    if (book.problem.value) return html`<${SyPage} title=${t('book.page')} back=${back}><${SyProblem} problem=${book.problem.value} retry=${book.reload} /><//>`
    if (!b) return html`<${SyPage} title=${t('book.page')} back=${back}><${SySkeleton} rows=${6} /><//>`
    return html`<${SyPage} title=${b.title} lead=${b.author} back=${back} actions=${[
      b.mayChange && { text: t('book.remove'), icon: 'delete', danger: true, run: () => remove(b) },
      b.mayChange && { text: t('book.edit'), icon: 'setting', to: `books/${b.id}/edit` },
      b.mine && { text: t('reading.write'), icon: 'edit', primary: true, to: `readings/${b.mine}/edit` },
      b.mayStart && { text: t('reading.start'), icon: 'reading', primary: true, run: start },
    ]}>
      <${SyCard}><${SyFacts} items=${[
        { text: t('book.author'), value: b.author }, b.publisher && { text: t('book.publisher'), value: b.publisher }, { text: t('book.unit'), value: b.unit.name },
        { text: t('book.readers'), value: format.number(b.readers) }, { text: t('book.finished'), value: format.number(b.finished) }, b.why && { text: t('book.why'), value: b.why },
      ].filter(Boolean)} /><//>
      <${SyCard} title=${t('readers.title')}>${listed(readers, reader, t('readers.none'))}${readers.data.value && pages(readers.data.value.total)}<//>
      <${SyCard} title=${t('meeting.about')}>${listed(meetings, meeting, t('meeting.about-none'))}<//>
      ${ctx.can('access.audit') && html`<${SyCard} title=${t('book.history')}><${SyHistory} subject=${`reading.book/${b.id}`}
        labels=${Object.fromEntries(['title', 'author', 'publisher', 'why'].map((key) => [key, t(`book.${key}`)]))} /><//>`}
    <//>`
  }
})
