// Make-up study: assigned at the roll, handed in on one's own page, checked in a list.
import { ref } from 'vue'
import { defineView, format, formDialog, html, onChanged, SyCard, SyDialog, SyFacts, SyPage, SyStatus, SyTable, SyTabs, toast, useContext, useLoad } from '@shuyuan/ui'
import { state } from './words.js'

const LOOKS = { assigned: 'warning', 'handed-in': 'info', accepted: 'success', 'sent-back': 'danger', dropped: 'neutral' }
const PATHS = { 'make-up': 'make-up', objections: 'make-up/objections' }
const DAY = 86_400_000

/** @type {(t: any, word: string, overdue?: boolean) => any} */
export const makeUpState = (t, word, overdue) => html`<${SyStatus} kind=${overdue ? 'danger' : LOOKS[word]} text=${t(overdue ? 'make-up.overdue' : `make-up.${word}`)} />`

/** The version that was seen: what was decided meanwhile is said, not merged. */
export const seen = (row) => ({ match: `"${row.version}"`, quiet: true })

/** Make-up and objections lie beside each other. */
export const besides = (ctx, here) => html`<${SyTabs} tabs=${Object.keys(PATHS).map((key) => ({ key, text: ctx.t(`study.${key}`) }))} modelValue=${here} ...${{ 'onUpdate:modelValue': (key) => ctx.navigate(PATHS[key]) }} />`

/** @type {(ctx: any, gathering: {id: string, title: string}, person?: {id: string, name: string}) => Promise<any>} */
export const assign = async ({ t, api }, gathering, person) => {
  const told = await formDialog({
    title: person ? t('make-up.assign-to', { name: person.name }) : t('make-up.assign-all'), id: `make-up-for-${gathering.id}-${person ? person.id : 'all'}`, submitText: t('make-up.assign'), lead: t(person ? 'make-up.assign-help' : 'make-up.assign-all-help'),
    value: { task: '', due: new Date(Date.now() + 14 * DAY).toISOString().slice(0, 10) },
    fields: [
      { key: 'task', text: t('make-up.task'), type: 'textarea', required: true, max: 500, help: t('make-up.task-help') },
      { key: 'due', text: t('make-up.due'), type: 'date', required: true },
    ],
    submit: (v) => api.post(person ? 'make-up' : 'make-up/all', { gathering: gathering.id, person: person && person.id, task: v.task, due: v.due }),
  })
  if (told) toast.success(person ? t('make-up.assigned-done') : t('make-up.assigned-all', { count: told.people }))
  return told
}

const done = (ctx, title, id, submit) => formDialog({
  title, id, submitText: ctx.t('make-up.hand-in'), value: { day: '', minutes: null, note: '' }, submit: (v) => submit({ day: v.day, minutes: v.minutes, note: v.note }),
  fields: [
    { key: 'day', text: ctx.t('make-up.day'), type: 'date', required: true, half: true },
    { key: 'minutes', text: ctx.t('make-up.minutes'), type: 'number', min: 1, max: 1440, required: true, half: true },
    { key: 'note', text: ctx.t('make-up.note'), type: 'textarea', required: true, max: 2000, help: ctx.t('make-up.note-help') },
  ],
})

/** The caller's own: what there is, what can be offered. */
export const useOwnMakeUp = (ctx) => {
  const own = useLoad(() => ctx.api.get('make-up/mine'))
  onChanged(ctx, ['make-up', 'gathering'], own.reload)
  const handedIn = async (work) => {
    if (await work) toast.success(ctx.t('make-up.handed-in-done'))
    await own.reload()
  }
  return {
    own,
    missed: (gathering) => !!own.data.value && own.data.value.missed.includes(gathering),
    handIn: (row) => handedIn(done(ctx, row.title, `make-up-${row.id}`, (v) => ctx.api.post(`make-up/${row.id}/hand-in`, v, seen(row)))),
    offer: (row) => handedIn(done(ctx, row.title, `make-up-of-${row.gathering}`, (v) => ctx.api.post('make-up/offers', { gathering: row.gathering, ...v }))),
  }
}

const spent = (t, row) => (row.day ? t('make-up.spent', { day: format.date(row.day), minutes: row.minutes }) : '')

/** The card on the page of one's own attendance. */
export const OwnMakeUp = { name: 'OwnMakeUp', props: ['study'], setup(props) {
  const { t } = useContext()
  return () => {
    const data = props.study.own.data.value
    return data && data.items.length > 0 && html`<${SyCard} title=${t('make-up.mine')}>
      <ul class="attendance-own attendance-leave">${data.items.map((row) => html`<li key=${row.id}><span class="attendance-who"><strong>${row.title}</strong> <span class="sy-muted sy-num">${format.dateTime(row.start)}</span>
        <span class="attendance-note">${[row.task || t('make-up.offered'), row.due && t('make-up.until', { day: format.date(row.due) }), spent(t, row)].filter(Boolean).join(' · ')}</span>
        ${row.answer && html`<span class="attendance-note">${t('make-up.said', { who: row.decidedBy, text: row.answer })}</span>`}</span>
        <span class="sy-row">${makeUpState(t, row.state, row.overdue)}${(row.state === 'assigned' || row.state === 'sent-back') && html`<button type="button" class="el-button el-button--primary is-plain" onClick=${() => props.study.handIn(row)}>${t('make-up.hand-in')}</button>`}</span></li>`)}</ul>
    <//>`
  }
} }

/** What the organiser has to look at. */
export const makeUp = defineView((ctx) => {
  const { t, api } = ctx
  const table = ref()
  const counts = ref({})
  const open = ref(null)
  onChanged(ctx, ['make-up', 'gathering'], () => table.value?.reload())
  const load = async (query) => {
    const found = await api.get('make-up', query)
    counts.value = found.counts
    return found
  }
  const settle = async (work) => {
    if (await work) toast.success(t('saved'))
    open.value = null
    await table.value?.reload()
  }
  const about = (row) => `${row.person.name} · ${row.title}`
  const check = (row) => settle(formDialog({
    title: about(row), id: `check-${row.id}`, draft: false, submitText: t('make-up.check'), value: { done: spent(t, row), note: row.note, decision: row.state === 'accepted' ? 'sent-back' : 'accepted', answer: '' },
    fields: [
      { key: 'done', text: t('make-up.done'), type: 'static' },
      { key: 'note', text: t('make-up.note'), type: 'static', render: () => html`<span class="attendance-long">${row.note}</span>` },
      row.state !== 'accepted' && { key: 'decision', text: t('make-up.decision'), type: 'radio', options: [{ value: 'accepted', text: t('make-up.accept') }, { value: 'sent-back', text: t('make-up.send-back') }] },
      { key: 'answer', text: t('make-up.answer'), type: 'textarea', max: 500, help: t('make-up.answer-help') },
    ],
    submit: (v) => api.post(`make-up/${row.id}/check`, { accepted: row.state !== 'accepted' && v.decision === 'accepted', answer: v.answer || null }, seen(row)),
  }))
  const drop = (row) => settle(formDialog({
    title: t('make-up.drop-ask', { name: row.person.name }), id: `drop-${row.id}`, draft: false, submitText: t('make-up.drop'), value: { answer: '' },
    fields: [{ key: 'answer', text: t('make-up.why'), max: 500, required: true, help: t('make-up.answer-help') }],
    submit: (v) => api.post(`make-up/${row.id}/drop`, { answer: v.answer }, seen(row)),
  }))
  const actions = (row) => [
    row.state === 'handed-in' && { text: t('make-up.check'), icon: 'check', run: () => check(row) },
    row.state === 'accepted' && { text: t('make-up.send-back'), icon: 'back', run: () => check(row) },
    (row.state === 'assigned' || row.state === 'sent-back') && { text: t('make-up.drop'), icon: 'close', run: () => drop(row) },
  ]
  const columns = [
    { key: 'person.name', text: t('person.name'), render: (row) => html`<span>${row.person.name} <span class="sy-muted">${[row.person.unit, row.person.number].filter(Boolean).join(' · ')}</span></span>` },
    { key: 'title', text: t('gathering.title'), sort: true, to: (row) => `gatherings/${row.gathering}` },
    { key: 'start', text: t('gathering.start'), type: 'datetime', sort: true },
    { key: 'mark', text: t('make-up.mark'), render: (row) => state(t, row.mark) },
    { key: 'task', text: t('make-up.task'), render: (row) => (row.offered ? t('make-up.offered') : row.task) },
    { key: 'due', text: t('make-up.due'), type: 'date', sort: true, width: 130 },
    { key: 'state', text: t('make-up.state'), render: (row) => makeUpState(t, row.state, row.overdue) },
    { key: 'minutes', text: t('make-up.minutes'), type: 'number', hidden: true },
    { key: 'unit.name', text: t('gathering.unit'), hidden: true },
  ]
  const states = () => ['handed-in', 'overdue', 'assigned', 'sent-back', 'accepted', 'dropped'].map((value) => ({ value, text: `${t(`make-up.${value}`)} (${counts.value[value] || 0})` }))
  const facts = (row) => [
    { text: t('gathering.title'), value: html`<a href=${ctx.href(`gatherings/${row.gathering}`)}>${row.title}</a>` },
    { text: t('gathering.start'), value: format.dateTime(row.start) },
    { text: t('make-up.mark'), value: state(t, row.mark) },
    { text: t('make-up.state'), value: makeUpState(t, row.state, row.overdue) },
    { text: t('make-up.task'), value: row.offered ? t('make-up.offered') : row.task },
    row.due && { text: t('make-up.due'), value: format.date(row.due) },
    row.assignedBy && { text: t('make-up.assigned-by'), value: `${row.assignedBy} · ${format.dateTime(row.assignedAt)}` },
    row.day && { text: t('make-up.done'), value: spent(t, row) },
    row.note && { text: t('make-up.note'), value: html`<span class="attendance-long">${row.note}</span>` },
    row.decidedBy && { text: t('make-up.checked-by'), value: `${row.decidedBy} · ${format.dateTime(row.decidedAt)}` },
    row.answer && { text: t('make-up.answer'), value: row.answer },
  ].filter(Boolean)
  return () => html`
    <${SyPage} title=${t('nav.make-up')} lead=${t('make-up.lead')} back=${{ text: t('nav.attendance'), to: '' }}>
      ${besides(ctx, 'make-up')}
      <${SyTable} ref=${table} id="make-up" load=${load} columns=${columns} search=${t('make-up.search')} filters=${[{ key: 'state', text: t('make-up.state'), type: 'select', options: states() }]}
        onRow=${(row) => { open.value = row }} rowActions=${actions} rowClass=${(row) => (row.overdue ? 'attendance-row-below' : '')} empty=${{ title: t('make-up.none'), text: t('make-up.none-do') }}>
        ${{ toolbar: () => html`<button type="button" class="el-button sy-no-print" onClick=${() => api.download('make-up', { format: 'xlsx', state: ctx.query.state, q: ctx.query.q, sort: ctx.query.sort })}>${t('figures.export')}</button>` }}
      <//>
      <${SyDialog} open=${open.value !== null} title=${open.value ? about(open.value) : ''} wide=${true} onClose=${() => { open.value = null }}>${{
        default: () => open.value && html`<${SyFacts} items=${facts(open.value)} />`,
        footer: () => open.value && html`<span class="sy-row">${actions(open.value).filter(Boolean).map((a) => html`<button type="button" key=${a.text} class="el-button" onClick=${a.run}>${a.text}</button>`)}</span>`,
      }}<//>
    <//>`
})
