import { onUnmounted, ref } from 'vue'
import { confirm, defineView, format, formDialog, html, SyCard, SyEmpty, SyFacts, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'

const LOOK = 1500
const STATE = { WAITING: 'info', SENT: 'success', FAILED: 'danger', DOUBT: 'warning', DROPPED: 'neutral' }

/** Whether mail is set up, a test, and what did not go out. */
export const page = defineView(({ t, api }) => {
  const table = ref()
  const status = useLoad(() => api.get('mail'))
  const test = ref(null)
  let timer
  let away = false
  onUnmounted(() => { away = true; clearTimeout(timer) })

  /** The test on its way, until it has an end. */
  const follow = async (id) => {
    try {
      test.value = await api.get(`mail/${id}`, {}, { quiet: true })
    } catch (problem) {
      if (!away) toast.error(problem)
      return
    }
    if (away) return
    if (test.value.state === 'WAITING') timer = setTimeout(() => follow(id), LOOK)
    else status.reload()
    if (test.value.attempts > 0) table.value?.reload()
  }
  const write = async () => {
    const own = status.data.value.own
    const sent = await formDialog({
      title: t('mail.test.title'), id: 'mail-test', draft: false, submitText: t('mail.test.send'),
      fields: [{ key: 'to', text: t('mail.test.to'), type: 'email', required: !own, max: 254, help: own ? t('mail.test.own', { own }) : t('mail.test.none') }],
      value: {}, submit: ({ to }) => api.post('mail/test', { to: to || undefined }),
    })
    if (!sent) return
    clearTimeout(timer)
    test.value = { state: 'WAITING', attempts: 0 }
    follow(sent.id)
  }
  const again = async (row) => {
    if (row.state === 'DOUBT' && !(await confirm({ title: t('mail.again'), text: t('mail.again.doubt'), yes: t('mail.again') }))) return
    try {
      await api.post(`mail/${row.id}/again`)
      toast.success(t('mail.again.done'))
    } catch (problem) {
      toast.error(problem)
    }
    table.value?.reload()
    status.reload()
  }

  const columns = [
    { key: 'subject', text: t('mail.column.subject') },
    { key: 'to', text: t('mail.column.to'), render: (row) => [row.name, row.to].filter(Boolean).join(' · ') },
    { key: 'state', text: t('mail.column.state'), render: (row) => html`<div><${SyStatus} kind=${STATE[row.state]} text=${t(`mail.state.${row.state}`)} />
      ${row.why && html`<div class="sy-muted">${row.why}</div>`}</div>` },
    { key: 'at', text: t('mail.column.at'), type: 'datetime', width: 170 },
    { key: 'next', text: t('mail.column.next'), type: 'datetime', width: 170 },
  ]
  const facts = (s) => [
    { text: t('mail.server'), value: `${s.host}:${s.port}` },
    { text: t('mail.protection'), value: t(`mail.tls.${s.tls}`) },
    { text: t('mail.sign-in'), value: t(s.signsIn ? 'mail.sign-in.yes' : 'mail.sign-in.no') },
    { text: t('mail.from'), value: s.fromName ? `${s.fromName} <${s.from}>` : s.from },
    { text: t('mail.portal'), value: s.portal },
    { text: t('mail.waiting'), value: format.number(s.waiting) },
    { text: t('mail.sent'), value: format.number(s.sent) },
  ]
  const result = (one) => html`<p role="status"><${SyStatus} kind=${STATE[one.state]} text=${t(one.state === 'WAITING' && one.attempts > 0 ? 'mail.test.tried' : `mail.test.${one.state}`)} />
    ${one.why && html` <span>${one.why}</span>`}</p>`

  const set = (s) => html`
    <${SyCard} title=${t('mail.set-up')}>
      ${s.tls === 'none' && html`<p><${SyStatus} kind="warning" text=${t('mail.plain')} /></p>`}
      <${SyFacts} items=${facts(s)} />
      ${test.value && result(test.value)}
    <//>
    <${SyCard} title=${t('mail.troubles')}>
      <${SyTable} ref=${table} id="mail" load="mail/troubles" columns=${columns}
        rowActions=${(row) => (row.state === 'WAITING' ? [] : [{ text: t('mail.again'), run: () => again(row) }])}
        empty=${{ title: t('mail.none'), text: t('mail.none.text') }} />
    <//>`
  const unset = (s) => html`
    <${SyCard} title=${t('mail.set-up')}>
      ${s.wrong ? html`<p><${SyStatus} kind="danger" text=${t('mail.wrong')} /></p><p>${s.wrong}</p><p class="sy-muted">${t('mail.wrong.do')}</p>`
        : html`<${SyEmpty} icon="message" title=${t('mail.off')} text=${t('mail.off.do')} />`}
    <//>`

  return () => {
    const s = status.data.value
    return html`
      <${SyPage} title=${t('nav.mail')} lead=${t('mail.lead')} actions=${[s?.ready && { text: t('mail.test.title'), icon: 'promotion', primary: true, run: write }]}>
        ${status.problem.value ? html`<${SyProblem} problem=${status.problem.value} retry=${status.reload} />` : !s ? html`<${SySkeleton} rows=${5} />` : s.ready ? set(s) : unset(s)}
      <//>`
  }
})
