// The organiser's side of stations: opening one on a PC at the door, stopping it; and the cards people hold to it.
import { ref } from 'vue'
import { confirm, days, defineView, format, formDialog, html, onChanged, SyCard, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useContext, useLoad } from '@shuyuan/ui'

export const stations = defineView((ctx) => {
  const { t, api } = ctx
  const table = ref()
  const opened = ref(null)
  onChanged(ctx, ['station'], () => table.value?.reload())
  const open = async () => {
    const today = days.today(ctx.zone)
    const held = await api.get('gatherings', { from: today, to: today, size: 100, sort: 'start' })
    const done = await formDialog({
      title: t('station.open'), id: 'station', draft: false, submitText: t('station.open'), value: { gathering: ctx.query.gathering || '', name: t('station.usual-name'), grace: 5 },
      fields: [
        { key: 'gathering', text: t('station.for'), type: 'select', options: [{ value: '', text: t('station.all-day') }, ...held.items.filter((g) => g.state !== 'closed' && g.state !== 'cancelled')
          .map((g) => ({ value: g.id, text: `${format.time(g.start)} ${g.title}` }))], help: t('station.for-help') },
        { key: 'name', text: t('station.name'), required: true, max: 60, help: t('station.name-help') },
        { key: 'grace', text: t('door.grace'), type: 'number', min: 0, max: 120, required: true, help: t('door.grace-help') },
      ],
      submit: (v) => api.post('stations', { gathering: v.gathering || null, name: v.name, grace: v.grace }),
    })
    if (!done) return
    opened.value = { ...done, address: `${location.origin}/api/attendance/station#${done.secret}` }
    table.value?.reload()
  }
  const stop = async (row) => {
    if (!(await confirm({ title: t('station.stop-ask', { name: row.name }), text: t('station.stop-text'), yes: t('station.stop'), danger: true }))) return
    try {
      await api.delete(`stations/${row.id}`)
      if (opened.value && opened.value.id === row.id) opened.value = null
      toast.success(t('station.stopped'))
    } catch (problem) {
      toast.error(problem)
    }
    table.value?.reload()
  }
  const columns = [
    { key: 'name', text: t('station.name') },
    { key: 'title', text: t('station.for'), render: (row) => row.title || t('station.all-of', { unit: row.unit.name }) },
    { key: 'openedAt', text: t('station.opened'), render: (row) => html`<span class="sy-num">${format.dateTime(row.openedAt)}</span> ${row.openedBy}` },
    { key: 'ends', text: t('station.ends'), render: (row) => html`<span class="sy-num">${format.dateTime(row.ends)}</span>` },
  ]
  return () => {
    const o = opened.value
    return html`<${SyPage} title=${t('station.page')} lead=${t('station.lead')} back=${{ text: t('nav.attendance'), to: '' }} actions=${[
        { text: t('cards.page'), icon: 'tickets', to: 'cards' }, { text: t('station.open'), icon: 'plus', primary: true, run: open }]}>
      ${o && html`<${SyCard} title=${t('station.opened-done', { name: o.station.name })}>
        <p>${t('station.here-text')}</p>
        <p><a class="el-button el-button--primary" href=${o.address} target="_blank" rel="noopener">${t('station.here')}</a></p>
        <p>${t('station.there-text')}</p>
        <p class="attendance-address"><code>${o.address}</code></p>
      <//>`}
      <${SyTable} ref=${table} id="stations" load="stations" columns=${columns} rowActions=${(row) => [{ text: t('station.stop'), icon: 'close', danger: true, run: () => stop(row) }]}
        empty=${{ title: t('station.none'), text: t('station.none-do') }} />
    <//>`
  }
})

export const cards = defineView((ctx) => {
  const { t, api } = ctx
  const table = ref()
  const add = async () => {
    const done = await formDialog({
      title: t('cards.add'), id: 'card', draft: false, submitText: t('cards.add'), value: { person: null, number: '' },
      fields: [{ key: 'person', text: t('cards.holder'), type: 'person', required: true }, { key: 'number', text: t('cards.number'), required: true, max: 40, help: t('cards.number-help') }],
      submit: (v) => api.post('cards', { person: v.person, number: v.number }),
    })
    if (!done) return
    toast.success(t('cards.added'))
    table.value?.reload()
  }
  const remove = async (row) => {
    if (!(await confirm({ title: t('cards.remove-ask', { name: row.person.name, ending: row.ending }), yes: t('cards.remove'), danger: true }))) return
    try {
      await api.delete(`cards/${row.id}`)
      toast.success(t('cards.removed'))
    } catch (problem) {
      toast.error(problem)
    }
    table.value?.reload()
  }
  const columns = [
    { key: 'person.name', text: t('person.name'), render: (row) => html`<span>${row.person.name} <span class="sy-muted">${[row.person.unit, row.person.number].filter(Boolean).join(' · ')}</span></span>` },
    { key: 'ending', text: t('cards.ending'), render: (row) => html`<span class="sy-num">…${row.ending}</span>` },
    { key: 'addedAt', text: t('cards.added-at'), render: (row) => html`<span class="sy-num">${format.dateTime(row.addedAt)}</span> ${row.addedBy}` },
  ]
  return () => html`<${SyPage} title=${t('cards.page')} lead=${t('cards.lead')} back=${{ text: t('station.page'), to: 'stations' }} actions=${[{ text: t('cards.add'), icon: 'plus', primary: true, run: add }]}>
    <${SyTable} ref=${table} id="cards" load="cards" columns=${columns} search=${t('cards.search')} rowActions=${(row) => [{ text: t('cards.remove'), icon: 'delete', danger: true, run: () => remove(row) }]}
      empty=${{ title: t('cards.none'), text: t('cards.none-do') }} />
  <//>`
})

/** The card on the page of one's own attendance. */
export const OwnCards = { name: 'OwnCards', setup() {
  const ctx = useContext()
  const { t, api } = ctx
  const own = useLoad(() => api.get('own-cards'))
  const attempt = async (work, done) => {
    try {
      await work()
      toast.success(done)
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
    await own.reload()
  }
  const setPin = async () => {
    const done = await formDialog({
      title: t('pin.set'), id: 'pin', draft: false, submitText: t('save'), value: { pin: '', again: '' },
      fields: [
        { key: 'pin', text: t('pin.pin'), type: 'password', required: true, max: 8, help: t('pin.help') },
        { key: 'again', text: t('pin.again'), type: 'password', required: true, max: 8, check: (value, all) => (value && value !== all.pin ? t('pin.differs') : undefined) },
      ],
      submit: async (v) => { await api.put('own-cards/pin', { pin: v.pin }); return true },
    })
    if (!done) return
    toast.success(t('saved'))
    await own.reload()
  }
  const removePin = async () => {
    if (await confirm({ title: t('pin.remove-ask'), yes: t('pin.remove') })) await attempt(() => api.delete('own-cards/pin'), t('saved'))
  }
  const add = async () => {
    const done = await formDialog({
      title: t('cards.add'), id: 'own-card', draft: false, submitText: t('cards.add'), value: { number: '' },
      fields: [{ key: 'number', text: t('cards.number'), required: true, max: 40, help: t('cards.number-help') }],
      submit: (v) => api.post('own-cards', { number: v.number }),
    })
    if (!done) return
    toast.success(t('cards.added'))
    await own.reload()
  }
  const remove = async (card) => {
    if (await confirm({ title: t('cards.remove-own-ask', { ending: card.ending }), yes: t('cards.remove') })) await attempt(() => api.delete(`own-cards/${card.id}`), t('cards.removed'))
  }
  return () => {
    const data = own.data.value
    return html`<${SyCard} title=${t('pin.page')}>
      ${own.problem.value ? html`<${SyProblem} problem=${own.problem.value} retry=${own.reload} />` : !data ? html`<${SySkeleton} rows=${2} />` : html`
        <p class="sy-muted">${t('pin.lead')}</p>
        <p>${data.pinSince ? html`<${SyStatus} kind="success" text=${t('pin.since', { day: format.date(data.pinSince) })} />` : html`<${SyStatus} kind="neutral" text=${t('pin.none')} />`}</p>
        <p class="sy-row"><button type="button" class="el-button" onClick=${setPin}>${t(data.pinSince ? 'pin.change' : 'pin.set')}</button>
          ${data.pinSince && html`<button type="button" class="el-button" onClick=${removePin}>${t('pin.remove')}</button>`}
          <button type="button" class="el-button" onClick=${add}>${t('cards.add')}</button></p>
        ${data.cards.length > 0 && html`<ul class="attendance-own">${data.cards.map((card) => html`<li key=${card.id}><span>${t('cards.one', { ending: card.ending })} <span class="sy-muted">${format.date(card.addedAt)} ${card.addedBy}</span></span>
          <button type="button" class="el-button el-button--primary is-link" aria-label=${`${t('cards.remove')}: ${card.ending}`} onClick=${() => remove(card)}>${t('cards.remove')}</button></li>`)}</ul>`}`}
    <//>`
  }
} }
