// What the pages of rotas say of a turn alike, and the dialogs about one.
import { confirm, formDialog, format, html, SyButton, SyMenu, SyStatus, toast } from '@shuyuan/ui'
import { moment } from './facts.js'

export const MARKS = { open: 'neutral', accepted: 'success', swapped: 'info', substituted: 'info' }
const match = (turn) => ({ match: `"${turn.version}"`, quiet: true })
const path = (turn) => `rotas/${turn.rota.id}/turns/${turn.id}`

/** Who spoke, or is to. */
export const speaker = (turn) => {
  const spoke = turn.spoke?.name || turn.spokeName
  const named = turn.state === 'held' ? spoke : turn.speaker?.name || turn.speakerName
  const member = turn.state === 'held' ? turn.creditedTo?.name : turn.due?.name
  return turn.over === 'departments' && member && named ? `${member} · ${named}` : named || member || ''
}

export const status = (t, turn) => {
  if (turn.state === 'held') return html`<${SyStatus} kind="success" text=${t('rotas.state-held')} />`
  if (turn.state === 'missed') return html`<${SyStatus} kind="danger" text=${t('rotas.state-missed')} />`
  if (turn.state === 'cancelled') return html`<${SyStatus} kind="neutral" text=${t('rotas.state-cancelled')} />`
  if (!turn.ahead) return html`<${SyStatus} kind="warning" text=${t('rotas.state-unconfirmed')} />`
  if (!turn.due && !turn.speaker && !turn.speakerName) return html`<${SyStatus} kind="danger" text=${t('rotas.state-nobody')} />`
  return html`<${SyStatus} kind=${MARKS[turn.mark]} text=${t(`rotas.mark-${turn.mark}`)} />`
}

/** Whoever cannot says why; answers whether somebody stands in now. */
const decline = async (ctx, turn) => {
  const { t, api } = ctx
  const after = await formDialog({ title: t('rotas.decline-title', { when: moment(turn.start) }), id: `rota-decline-${turn.id}`, draft: false, submitText: t('rotas.decline'), value: { reason: '' },
    fields: [{ key: 'reason', text: t('rotas.reason'), type: 'textarea', required: true, min: 2, max: 200, help: t('rotas.reason-help') }], submit: (v) => api.post(`${path(turn)}/decline`, { reason: v.reason }, match(turn)) })
  if (!after) return false
  toast.success(speaker(after) ? t('rotas.declined-by', { who: speaker(after) }) : t('rotas.declined-nobody'))
  return true
}

const prepare = async (ctx, turn) => {
  const { t, api } = ctx
  const names = turn.over === 'departments' && turn.due
  return Boolean(await formDialog({ title: t('rotas.prepare'), id: `rota-prepare-${turn.id}`, draft: false, submitText: t('event.save'),
    value: { topic: turn.topic || '', speaker: turn.speaker?.id, speakerName: turn.speakerName || '' },
    fields: [{ key: 'topic', text: t('rotas.topic'), max: 200 },
      ...(names ? [{ key: 'speaker', text: t('rotas.speaker'), type: /** @type {const} */ ('person') }, { key: 'speakerName', text: t('rotas.speaker-name'), max: 100, help: t('rotas.speaker-name-help'), show: (all) => !all.speaker }] : [])],
    submit: (v) => api.put(path(turn), { topic: v.topic || null, speaker: v.speaker || null, speakerName: v.speakerName || null }, match(turn)) }))
}

/** The others' turns ahead, to choose one. */
const others = async (ctx, turn) => (await ctx.api.get(`rotas/${turn.rota.id}/turns`, { when: 'ahead', size: 100 })).items.filter((o) => o.state === 'planned' && o.due && o.due.id !== (turn.due && turn.due.id))
const options = (list) => list.map((o) => ({ value: o.id, text: `${moment(o.start)} ${o.due.name}` }))

const swap = async (ctx, turn) => {
  const { t, api } = ctx
  const list = await others(ctx, turn)
  if (!list.length) return void toast.warning(t('rotas.swap-none'))
  const asked = await formDialog({ title: t('rotas.swap-title', { when: moment(turn.start) }), id: `rota-swap-${turn.id}`, draft: false, submitText: t('rotas.swap-do'), value: { with: undefined, message: '' },
    fields: [{ key: 'with', text: t('rotas.swap-with'), type: 'select', required: true, options: options(list) }, { key: 'message', text: t('rotas.message'), type: 'textarea', max: 200 }],
    submit: (v) => api.post(`rotas/${turn.rota.id}/swaps`, { turn: turn.id, with: v.with, message: v.message || null }, { quiet: true }) })
  if (asked) toast.success(t('rotas.swap-asked', { who: asked.asked.name }))
  return Boolean(asked)
}

const exchange = async (ctx, turn) => {
  const { t, api } = ctx
  const list = await others(ctx, turn)
  if (!list.length) return void toast.warning(t('rotas.swap-none'))
  return Boolean(await formDialog({ title: t('rotas.exchange-title', { when: moment(turn.start) }), id: `rota-exchange-${turn.id}`, draft: false, submitText: t('rotas.exchange'), value: { with: undefined },
    fields: [{ key: 'with', text: t('rotas.swap-with'), type: 'select', required: true, options: options(list) }], submit: (v) => api.post(`${path(turn)}/exchange`, { with: v.with }, match(turn)) }))
}

/** @returns {any[]} */
const whoFields = (t, rota, kinds) => [
  { key: 'who', text: t('rotas.who'), type: 'radio', required: true, options: kinds.map((value) => ({ value, text: t(`rotas.who-${value}`) })) },
  { key: 'member', text: t('rotas.member'), type: 'select', required: true, options: rota.members.map((m) => ({ value: m.id, text: m.name })), show: (all) => all.who === 'member' },
  { key: 'person', text: t('rotas.person'), type: 'person', required: true, show: (all) => all.who === 'person' },
  { key: 'name', text: t('rotas.name-of'), max: 100, required: true, show: (all) => all.who === 'name' },
]
const who = (v) => ({ member: v.who === 'member' ? v.member : null, person: v.who === 'person' ? v.person : null, name: v.who === 'name' ? v.name : null })

const substitute = async (ctx, turn, rota) => {
  const { t, api } = ctx
  return Boolean(await formDialog({ title: t('rotas.substitute-title', { when: moment(turn.start) }), id: `rota-substitute-${turn.id}`, draft: false, submitText: t('event.save'),
    value: { who: 'member', member: undefined, person: undefined, name: '' }, fields: whoFields(t, rota, ['member', 'person', 'name']), submit: (v) => api.post(`${path(turn)}/substitute`, who(v), match(turn)) }))
}

/** One click: as it was planned. */
export const confirmPlanned = (ctx, turn) => ctx.api.post(`${path(turn)}/confirm`, {}, match(turn))

const confirmOther = async (ctx, turn, rota) => {
  const { t, api } = ctx
  const kinds = speaker(turn) ? ['planned', 'member', 'person', 'name', 'nobody'] : ['member', 'person', 'name', 'nobody']
  return Boolean(await formDialog({ title: t('rotas.confirm-title', { when: moment(turn.start) }), id: `rota-confirm-${turn.id}`, draft: false, submitText: t('rotas.confirm-do'),
    value: { who: kinds[0], member: undefined, person: undefined, name: '', topic: turn.topic || '' },
    fields: [...whoFields(t, rota, kinds), { key: 'topic', text: t('rotas.topic'), max: 200, show: (all) => all.who !== 'nobody' }],
    submit: (v) => api.post(`${path(turn)}/confirm`, { ...who(v), spoke: v.who !== 'nobody', topic: v.topic || '' }, match(turn)) }))
}

/** Runs an act, says what went wrong, and reads again. @returns {(work: () => Promise<any>, done?: string) => Promise<void>} */
export const acting = (ctx, reload) => async (work, done) => {
  try {
    if ((await work()) === false) return
    if (done) toast.success(done)
    await reload()
  } catch (problem) {
    if (!problem.cancelled) toast.error(problem)
    if (problem.status === 412 || problem.status === 409) await reload()
  }
}

/** What whoever looks at it may do with a turn. @returns {any[]} */
export const acts = (ctx, turn, rota, act) => {
  const { t, api } = ctx
  const open = turn.ahead && turn.state === 'planned'
  const may = turn.own || turn.mayOrganise
  return [
    open && may && turn.mark !== 'accepted' && speaker(turn) && { text: t('rotas.accept'), icon: 'check', run: () => act(() => api.post(`${path(turn)}/accept`, undefined, match(turn)), t('rotas.accepted')) },
    open && may && { text: t('rotas.prepare'), icon: 'edit', run: () => act(() => prepare(ctx, turn)) },
    open && may && turn.due && { text: t('rotas.swap'), icon: 'switch', run: () => act(() => swap(ctx, turn)) },
    open && may && speaker(turn) && { text: t(turn.own ? 'rotas.decline' : 'rotas.decline-for'), icon: 'close', run: () => act(() => decline(ctx, turn)) },
    open && turn.mayOrganise && rota && { text: t('rotas.substitute'), icon: 'user', run: () => act(() => substitute(ctx, turn, rota)) },
    open && turn.mayOrganise && turn.due && { text: t('rotas.exchange'), icon: 'sort', run: () => act(() => exchange(ctx, turn)) },
    !turn.ahead && turn.state !== 'cancelled' && turn.mayOrganise && rota && { text: t(turn.state === 'planned' ? 'rotas.confirm-other' : 'rotas.confirm-again'), icon: 'edit', run: () => act(() => confirmOther(ctx, turn, rota)) },
  ].filter(Boolean)
}

/** One turn as a line. @param extra buttons before the menu */
export const turnLine = (ctx, turn, rota, act, extra) => {
  const { t } = ctx
  const menu = acts(ctx, turn, rota, act)
  return html`<li key=${turn.id} class=${['calendar-turn', turn.state === 'cancelled' && 'is-cancelled', turn.own && turn.ahead && 'is-asked']}>
    <span class="calendar-turn-when"><a class="sy-num" href=${ctx.href(`events/${turn.event}`)}>${moment(turn.start)}</a><span class="sy-muted"> ${turn.start.length > 10 ? format.weekday(turn.start) : ''}</span></span>
    <span class="calendar-turn-what"><strong>${speaker(turn) || t('rotas.nobody')}</strong>${turn.instead && html` <span class="sy-muted">${t('rotas.instead', { who: turn.instead.name })}</span>`}
      ${turn.topic && html`<span class="calendar-turn-topic">${turn.topic}</span>`}
      ${turn.declines.map((d) => html`<span key=${d.member.id} class="sy-muted calendar-turn-topic">${t(d.reason ? 'rotas.cannot-since' : 'rotas.cannot', { who: d.member.name, reason: d.reason || '' })}</span>`)}</span>
    <span class="calendar-turn-state">${status(t, turn)}</span>
    ${(extra || menu.length > 0) && html`<span class="calendar-acts sy-no-print">${extra}${menu.length > 0 && html`<${SyMenu} label=${t('rotas.acts', { when: moment(turn.start) })} actions=${menu} />`}</span>`}
  </li>`
}

/** Who asks whom to change turns, with what the reader may do about it. */
export const swapLine = (ctx, one, act) => {
  const { t, api } = ctx
  const decide = (what, done) => act(() => api.post(`rotas/${one.rota.id}/swaps/${one.id}/${what}`, undefined, { quiet: true }), done)
  const accept = async () => { if (await confirm({ title: t('rotas.swap-accept-ask', { mine: moment(one.withStart), other: moment(one.turnStart) }), yes: t('rotas.swap-accept') })) await decide('accept', t('rotas.swapped')) }
  const answer = async (key, what, done) => { if (await confirm({ title: t(`${key}-ask`, { who: one.asked.name, mine: moment(one.withStart), other: moment(one.turnStart) }), text: t('rotas.swap-for-text'), yes: t(key, { who: one.asked.name }) })) await decide(what, done) }
  const acceptFor = () => answer('rotas.swap-accept-for', 'accept', t('rotas.swapped'))
  const declineFor = () => answer('rotas.swap-decline-for', 'decline', t('rotas.swap-declined'))
  return html`<li key=${one.id}><span class="calendar-turn-what">${t('rotas.swap-line', { who: one.asking.name, mine: moment(one.turnStart), asked: one.asked.name, other: moment(one.withStart) })}
      ${one.message && html`<span class="sy-muted calendar-turn-topic">${one.message}</span>`}</span>
    <span class="calendar-acts sy-no-print">${one.toDecide && html`<${SyButton} small=${true} action=${{ text: t('rotas.swap-accept'), run: accept }} /><${SyButton} small=${true} action=${{ text: t('rotas.swap-decline'), run: () => decide('decline', t('rotas.swap-declined')) }} />`}
      ${one.mayAnswer && html`<${SyButton} small=${true} action=${{ text: t('rotas.swap-accept-for', { who: one.asked.name }), run: acceptFor }} /><${SyButton} small=${true} action=${{ text: t('rotas.swap-decline-for', { who: one.asked.name }), run: declineFor }} />`}
      ${one.mine && html`<${SyButton} small=${true} action=${{ text: t('rotas.swap-withdraw'), run: () => decide('withdraw', t('rotas.swap-withdrawn')) }} />`}</span></li>`
}
