// Signing in by the code on the room's screen: the screen, what the organiser should look at, and the phone's side.
import { onBeforeUnmount, ref } from 'vue'
import { confirm, defineView, format, formDialog, html, onChanged, SyCard, SyEmpty, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { state } from './words.js'

const AGAIN = 2000

export const screen = defineView((ctx) => {
  const { t, api, params } = ctx
  const path = `gatherings/${params.id}`
  const head = useLoad(async () => ({ gathering: await api.get(path), door: await api.get(`${path}/door`) }))
  const shown = ref(null)
  const failed = ref(false)
  let timer
  let gone = false
  // the code is taken away as soon as it holds no more: an old one on the screen would only annoy
  const show = async () => {
    clearTimeout(timer)
    if (gone) return
    try {
      const now = await api.get(`${path}/door/code`, { origin: location.origin }, { quiet: true })
      shown.value = now
      failed.value = false
      timer = setTimeout(show, Math.max(300, now.millis + 50))
    } catch (problem) {
      shown.value = null
      failed.value = true
      if (problem.code === 'attendance.door-shut') await head.reload()
      else timer = setTimeout(show, 3000)
    }
  }
  head.reload().then(() => { if (head.data.value && head.data.value.door.open) show() })
  onBeforeUnmount(() => { gone = true; clearTimeout(timer) })

  const open = async () => {
    const { door } = head.data.value
    const done = await formDialog({
      title: t('door.open'), id: 'door', draft: false, submitText: t('door.open'), value: { grace: door.grace ?? 5, addresses: door.addresses || '' },
      fields: [
        { key: 'grace', text: t('door.grace'), type: 'number', min: 0, max: 120, required: true, help: t('door.grace-help') },
        { key: 'addresses', text: t('door.addresses'), max: 500, help: t('door.addresses-help') },
      ],
      submit: (v) => api.post(`${path}/door`, { grace: v.grace, addresses: v.addresses || '' }),
    })
    if (!done) return
    await head.reload()
    show()
  }
  const stop = async () => {
    if (!(await confirm({ title: t('door.stop-ask'), yes: t('door.stop') }))) return
    try {
      await api.delete(`${path}/door`)
      clearTimeout(timer)
      shown.value = null
      await head.reload()
    } catch (problem) {
      toast.error(problem)
    }
  }
  return () => {
    const back = { text: t('roll.page'), to: path }
    if (head.problem.value) return html`<${SyPage} title=${t('door.page')} back=${back}><${SyProblem} problem=${head.problem.value} retry=${head.reload} /><//>`
    if (!head.data.value) return html`<${SyPage} title=${t('door.page')} back=${back}><${SySkeleton} rows=${5} /><//>`
    const { gathering: g, door } = head.data.value
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)
    return html`<${SyPage} title=${g.title} lead=${t('door.lead')} back=${back} actions=${[
        { text: t('sign-ins.page'), icon: 'view', to: `${path}/sign-ins` },
        door.open ? { text: t('door.stop'), icon: 'close', danger: true, run: stop } : g.state !== 'closed' && g.state !== 'cancelled' && { text: t('door.open'), icon: 'unlock', primary: true, run: open },
      ]}>
      ${local && html`<p class="attendance-warn" role="note">${t('door.local', { origin: location.origin })}</p>`}
      <${SyCard} title=${door.open ? t('door.scan') : t('door.shut')}>
        ${!door.open ? html`<p>${t(g.early ? 'door.early' : 'door.shut-text')}</p>`
          : shown.value ? html`<div class="attendance-code">
              <img src=${`data:image/svg+xml,${encodeURIComponent(shown.value.svg)}`} alt=${t('door.qr')} />
              <div><p class="attendance-there sy-num">${t('door.there', { there: shown.value.there, expected: shown.value.expected })}</p>
                <p>${t('door.how')}</p><p class="sy-muted">${t('door.until', { time: format.time(door.closes) })}</p></div>
            </div>`
            : html`<p role="status">${t(failed.value ? 'door.away' : 'door.coming')}</p>`}
      <//>
    <//>`
  }
})

export const signIns = defineView((ctx) => {
  const { t, api, params } = ctx
  const path = `gatherings/${params.id}`
  const table = ref()
  onChanged(ctx, ['gathering'], () => table.value?.reload())
  const strange = ref(0)
  const load = async () => {
    const found = await api.get(`${path}/door/sign-ins`)
    strange.value = found.items.filter((s) => s.signs.length).length
    return { items: [...found.items].sort((a, b) => b.signs.length - a.signs.length), total: found.total }
  }
  const columns = [
    { key: 'person.name', text: t('person.name'), render: (row) => html`<span>${row.person.name} <span class="sy-muted">${[row.person.unit, row.person.number].filter(Boolean).join(' · ')}</span></span>` },
    { key: 'at', text: t('sign-ins.at'), render: (row) => html`<span class="sy-num">${format.dateTime(row.at)}</span>` },
    { key: 'signs', text: t('sign-ins.signs'), render: (row) => (row.signs.length ? html`<span class="sy-row">${row.signs.map((s) => html`<${SyStatus} key=${s} kind="warning" text=${t(`sign.${s}`)} />`)}</span>` : '—') },
    { key: 'address', text: t('sign-ins.address') },
    { key: 'device', text: t('sign-ins.device') },
  ]
  return () => html`<${SyPage} title=${t('sign-ins.page')} lead=${t('sign-ins.lead')} back=${{ text: t('roll.page'), to: path }}>
    ${strange.value > 0 && html`<p role="status">${t('sign-ins.strange', { count: strange.value })}</p>`}
    <${SyTable} ref=${table} id="sign-ins" load=${load} columns=${columns} size=${200} empty=${{ title: t('sign-ins.none'), text: t('sign-ins.none-do') }} />
  <//>`
})

export const enter = defineView((ctx) => {
  const { t, api, query } = ctx
  const done = ref(null)
  const problem = ref(null)
  const away = ref(false)
  let timer
  let gone = false
  // the ticket came with the code: what is sent later counts from when that was seen, and however often it arrives it counts once
  const run = async () => {
    clearTimeout(timer)
    try {
      done.value = await api.post('sign-in')
    } catch (refused) {
      away.value = refused.status === 0 || refused.status === 502 || refused.status === 503 || refused.status === 504
      if (!away.value) problem.value = refused
      else if (!gone) timer = setTimeout(run, AGAIN)
    }
  }
  const back = () => { if (away.value && !done.value) run() }
  window.addEventListener('online', back)
  onBeforeUnmount(() => { gone = true; clearTimeout(timer); window.removeEventListener('online', back) })
  if (query.scanned) run()
  return () => {
    const title = t('in.page')
    const known = query.scanned ? undefined : ['code-wrong', 'code-old', 'door-shut'].includes(query.problem) ? query.problem : 'no-ticket'
    if (known) return html`<${SyPage} title=${title}><${SyEmpty} icon="warning" title=${t(`problem.${known}`)} text=${t(`problem.${known}.do`)} /><//>`
    if (problem.value) return html`<${SyPage} title=${title}><${SyProblem} problem=${problem.value} /><//>`
    if (!done.value && away.value) return html`<${SyPage} title=${title}><${SyEmpty} icon="warning" title=${t('in.away')} text=${t('in.away-text')} /><//>`
    if (!done.value) return html`<${SyPage} title=${title}><${SySkeleton} rows=${3} /><//>`
    const d = done.value
    return html`<${SyPage} title=${title}>
      <${SyCard} title=${d.title}>
        <p class="attendance-done" role="status">${state(t, d.state)} ${t(d.left ? (d.already ? 'in.left-already' : 'in.left') : d.already ? 'in.already' : 'in.done')}</p>
        <p class="sy-num">${format.dateTime(d.at)}${d.place ? ` · ${d.place}` : ''}</p>
        ${d.signOut && !d.left && html`<p>${t('in.sign-out-too')}</p>`}
        <p><a href=${ctx.href('mine')}>${t('nav.mine')}</a></p>
      <//>
    <//>`
  }
})
