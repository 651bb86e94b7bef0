// Objections: made on one's own page for some days, decided on by whoever takes the roll.
import { ref } from 'vue'
import { defineView, format, formDialog, html, onChanged, SyCard, SyDialog, SyFacts, SyPage, SyStatus, SyTable, toast, useContext, useLoad } from '@shuyuan/ui'
import { besides, seen } from './make-up.js'
import { state } from './words.js'

const LOOKS = { asked: 'warning', granted: 'success', refused: 'danger' }
const WANTED = ['present', 'late', 'left-early', 'on-leave', 'exempt']
const status = (t, word) => html`<${SyStatus} kind=${LOOKS[word]} text=${t(`objection.${word}`)} />`

/** The caller's own: what there is, what can be objected to. */
export const useOwnObjections = (ctx) => {
  const { t, api } = ctx
  const own = useLoad(() => api.get('objections/mine'))
  onChanged(ctx, ['objection', 'gathering'], own.reload)
  const open = (gathering) => own.data.value && own.data.value.open.find((o) => o.gathering === gathering)
  return {
    own,
    open,
    object: async (row) => {
      const until = open(row.gathering)
      const made = await formDialog({
        title: row.title, id: `objection-${row.gathering}`, submitText: t('objection.object'), value: { state: '', why: '' }, lead: t('objection.help', { state: t(`state.${row.state}`), until: until ? format.dateTime(until.until) : '' }),
        fields: [
          { key: 'state', text: t('objection.wanted'), type: 'select', required: true, options: WANTED.filter((w) => w !== row.state).map((value) => ({ value, text: t(`state.${value}`) })) },
          { key: 'why', text: t('objection.why'), type: 'textarea', required: true, max: 500, help: t('objection.why-help') },
        ],
        submit: (v) => api.post('objections', { gathering: row.gathering, state: v.state, why: v.why }),
      })
      if (made) toast.success(t('objection.sent'))
      await own.reload()
    },
  }
}

/** The card on the page of one's own attendance. */
export const OwnObjections = { name: 'OwnObjections', props: ['objections'], setup(props) {
  const { t } = useContext()
  return () => {
    const data = props.objections.own.data.value
    return data && data.items.length > 0 && html`<${SyCard} title=${t('objection.mine')}>
      <ul class="attendance-own">${data.items.map((row) => html`<li key=${row.id}><span class="attendance-who"><strong>${row.title}</strong> <span class="sy-muted sy-num">${format.dateTime(row.start)}</span>
        <span class="attendance-note">${t('objection.says', { was: t(`state.${row.was}`), wanted: t(`state.${row.wanted}`) })} · ${row.why}</span>
        ${row.answer && html`<span class="attendance-note">${t('make-up.said', { who: row.decidedBy, text: row.answer })}</span>`}</span>${status(t, row.state)}</li>`)}</ul>
    <//>`
  }
} }

/** What waits for a word, and what was said. */
export const objections = defineView((ctx) => {
  const { t, api } = ctx
  const table = ref()
  const counts = ref({})
  const open = ref(null)
  onChanged(ctx, ['objection', 'gathering'], () => table.value?.reload())
  const load = async (query) => {
    const found = await api.get('objections', query)
    counts.value = found.counts
    return found
  }
  const about = (row) => `${row.person.name} · ${row.title}`
  const decide = async (row) => {
    const said = await formDialog({
      title: about(row), id: `objection-${row.id}`, draft: false, submitText: t('objection.decide'), value: { says: t('objection.says', { was: t(`state.${row.was}`), wanted: t(`state.${row.wanted}`) }), decision: 'granted', answer: '' },
      fields: [
        { key: 'says', text: t('objection.what'), type: 'static' },
        { key: 'why', text: t('objection.why'), type: 'static', render: () => html`<span class="attendance-long">${row.why}</span>` },
        { key: 'decision', text: t('make-up.decision'), type: 'radio', options: [{ value: 'granted', text: t('objection.grant') }, { value: 'refused', text: t('objection.refuse') }] },
        { key: 'answer', text: t('objection.answer'), type: 'textarea', max: 500, help: t('objection.answer-help') },
      ],
      submit: (v) => api.post(`objections/${row.id}/decision`, { granted: v.decision === 'granted', answer: v.answer || null }, seen(row)),
    })
    if (said) toast.success(t('saved'))
    open.value = null
    await table.value?.reload()
  }
  const actions = (row) => [row.state === 'asked' && { text: t('objection.decide'), icon: 'check', run: () => decide(row) }]
  const columns = [
    { key: 'person.name', text: t('person.name'), render: (row) => html`<span>${row.person.name} <span class="sy-muted">${[row.person.unit, row.person.number].filter(Boolean).join(' · ')}</span></span>` },
    { key: 'title', text: t('gathering.title'), sort: true, to: (row) => `gatherings/${row.gathering}` },
    { key: 'start', text: t('gathering.start'), type: 'datetime', sort: true },
    { key: 'was', text: t('objection.was'), render: (row) => state(t, row.was) },
    { key: 'wanted', text: t('objection.wanted'), render: (row) => state(t, row.wanted) },
    { key: 'why', text: t('objection.why') },
    { key: 'askedAt', text: t('objection.asked-at'), type: 'datetime', sort: true },
    { key: 'state', text: t('objection.state'), render: (row) => status(t, row.state) },
    { key: 'unit.name', text: t('gathering.unit'), hidden: true },
  ]
  const facts = (row) => [
    { text: t('gathering.title'), value: html`<a href=${ctx.href(`gatherings/${row.gathering}`)}>${row.title}</a>` },
    { text: t('gathering.start'), value: format.dateTime(row.start) },
    { text: t('objection.was'), value: state(t, row.was) },
    { text: t('objection.wanted'), value: state(t, row.wanted) },
    { text: t('objection.now'), value: state(t, row.mark) },
    { text: t('objection.why'), value: html`<span class="attendance-long">${row.why}</span>` },
    { text: t('objection.asked-at'), value: format.dateTime(row.askedAt) },
    { text: t('objection.state'), value: status(t, row.state) },
    row.decidedBy && { text: t('objection.decided-by'), value: `${row.decidedBy} · ${format.dateTime(row.decidedAt)}` },
    row.answer && { text: t('objection.answer'), value: row.answer },
  ].filter(Boolean)
  const states = () => Object.keys(LOOKS).map((value) => ({ value, text: `${t(`objection.${value}`)} (${counts.value[value] || 0})` }))
  return () => html`
    <${SyPage} title=${t('nav.make-up')} lead=${t('objection.lead')} back=${{ text: t('nav.attendance'), to: '' }}>
      ${besides(ctx, 'objections')}
      <${SyTable} ref=${table} id="objections" load=${load} columns=${columns} search=${t('objection.search')} filters=${[{ key: 'state', text: t('objection.state'), type: 'select', options: states() }]}
        onRow=${(row) => { open.value = row }} rowActions=${actions} empty=${{ title: t('objection.none'), text: t('objection.none-do') }}>
        ${{ toolbar: () => html`<button type="button" class="el-button sy-no-print" onClick=${() => api.download('objections', { format: 'xlsx', state: ctx.query.state, q: ctx.query.q, sort: ctx.query.sort })}>${t('figures.export')}</button>` }}
      <//>
      <${SyDialog} open=${open.value !== null} title=${open.value ? about(open.value) : ''} wide=${true} onClose=${() => { open.value = null }}>${{
        default: () => open.value && html`<${SyFacts} items=${facts(open.value)} />`,
        footer: () => open.value && html`<span class="sy-row">${actions(open.value).filter(Boolean).map((a) => html`<button type="button" key=${a.text} class="el-button" onClick=${a.run}>${a.text}</button>`)}</span>`,
      }}<//>
    <//>`
})
