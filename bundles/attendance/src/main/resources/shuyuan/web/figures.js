// Rates with what they are made of, the lowest first, each open down to its marks.
import { ref } from 'vue'
import { defineView, format, html, onChanged, SyCard, SyEmpty, SyPage, SyTable, SyTabs } from '@shuyuan/ui'
import { makeUpState } from './make-up.js'
import { counted, percent, share, state, STATES } from './words.js'

const BY = ['person', 'unit', 'group', 'kind', 'month']
const filters = (t, kinds) => [
  { key: 'from', text: t('filter.from'), type: 'date' },
  { key: 'to', text: t('filter.to'), type: 'date' },
  { key: 'kind', text: t('filter.kind'), type: 'select', options: kinds.map((k) => ({ value: k.word, text: k.name })) },
]
const useKinds = (api) => {
  const kinds = ref([])
  api.get('gatherings/kinds').then((found) => { kinds.value = found.items }).catch(() => {})
  return kinds
}
const numbers = (t) => [['present', 'present'], ['late', 'late'], ['leftEarly', 'left-early'], ['onLeave', 'on-leave'], ['absent', 'absent'], ['exempt', 'exempt'], ['open', 'open']]
  .map(([key, word]) => ({ key: `tally.${key}`, text: t(`state.${word}`), type: 'number', hidden: word === 'exempt' }))

export const figures = defineView((ctx) => {
  const { t, api } = ctx
  const table = ref()
  const kinds = useKinds(api)
  const answer = ref(null)
  const by = () => (BY.includes(ctx.query.by) ? ctx.query.by : 'person')
  onChanged(ctx, ['gathering'], () => table.value?.reload())
  const load = async (query) => {
    const found = await api.get('figures', query)
    answer.value = found
    return found
  }
  const period = () => ['from', 'to', 'kind'].filter((k) => ctx.query[k]).map((k) => `&${k}=${encodeURIComponent(ctx.query[k])}`).join('')
  const behind = (row) => `figures/evidence?by=${by()}&key=${encodeURIComponent(row.key)}&of=${encodeURIComponent(row.name)}${period()}`
  const columns = () => [
    { key: 'name', text: t(`by.${by()}`), render: by() === 'month' ? (row) => format.month(`${row.key}-01`) : undefined, to: behind },
    { key: 'detail', text: t('figures.detail'), hidden: by() !== 'person', card: by() === 'person' },
    { key: 'tally.rate', text: t('tally.rate'), align: 'right', render: (row) => html`<span class=${row.below ? 'attendance-below' : ''}>${share(t, row.tally)}${row.below && html`<span class="sy-visually-hidden"> ${t('figures.below')}</span>`}</span>` },
    ...numbers(t),
    { key: 'tally.madeUp', text: t('tally.made-up'), type: 'number', to: (row) => (row.tally.madeUp > 0 ? `${behind(row)}&madeUp=true` : undefined) },
  ]
  return () => html`
    <${SyPage} title=${t('nav.figures')} lead=${t('figures.lead')} back=${{ text: t('nav.attendance'), to: '' }} actions=${[{ text: t('rules.page'), icon: 'setting', to: 'rules' }]}>
      ${answer.value && html`<${SyCard} title=${t('figures.all')}>
        <p class="sy-figure">${percent(answer.value.all.rate)}</p>
        <p>${t('figures.rests', { gatherings: answer.value.gatherings, base: answer.value.all.base })}${answer.value.all.open > 0 && html` <strong>${t('figures.open', { count: answer.value.all.open })}</strong>`}</p>
        ${answer.value.all.madeUp > 0 && html`<p>${t('tally.made-up-says', { count: answer.value.all.madeUp })}</p>`}
        <p class="sy-muted">${counted(t, answer.value.rules)}</p>
      <//>`}
      <${SyTabs} tabs=${BY.map((key) => ({ key, text: t(`by.${key}`) }))} modelValue=${by()} ...${{ 'onUpdate:modelValue': (key) => ctx.setQuery({ by: key, page: undefined, q: undefined }) }} />
      <${SyTable} ref=${table} key=${by()} id=${`figures-${by()}`} load=${load} query=${{ by: by() }} columns=${columns()} search=${by() === 'month' ? false : t('figures.search')} filters=${filters(t, kinds.value)}
        onRow=${(row) => ctx.navigate(behind(row))} rowClass=${(row) => (row.below ? 'attendance-row-below' : '')} empty=${{ title: t('figures.none'), text: t('figures.none-do') }}>
        ${{ toolbar: () => html`<button type="button" class="el-button sy-no-print" onClick=${() => api.download('figures', { by: by(), format: 'xlsx', from: ctx.query.from, to: ctx.query.to, kind: ctx.query.kind, q: ctx.query.q })}>${t('figures.export')}</button>` }}
      <//>
    <//>`
})

export const evidence = defineView((ctx) => {
  const { t, api } = ctx
  const kinds = useKinds(api)
  const columns = [
    { key: 'title', text: t('gathering.title'), to: (row) => `gatherings/${row.gathering}` },
    { key: 'start', text: t('gathering.start'), type: 'datetime' },
    { key: 'person.name', text: t('person.name'), render: (row) => html`<span>${row.person.name} <span class="sy-muted">${[row.person.unit, row.person.number].filter(Boolean).join(' · ')}</span></span>` },
    { key: 'state', text: t('mark.state'), render: (row) => html`<span class="sy-row">${state(t, row.state)}${row.makeUp && makeUpState(t, row.makeUp)}</span>` },
    { key: 'unit.name', text: t('gathering.unit') },
    { key: 'minutes', text: t('mark.minutes'), type: 'number', hidden: true },
  ]
  const fixed = () => ({ by: ctx.query.by || 'person', key: ctx.query.key || '' })
  return () => html`
    <${SyPage} title=${t('figures.evidence')} lead=${ctx.query.of ? t('figures.evidence-of', { of: ctx.query.by === 'month' ? format.month(`${ctx.query.key}-01`) : ctx.query.of }) : undefined} back=${{ text: t('nav.figures'), to: `figures?by=${fixed().by}` }}>
      ${!ctx.query.key ? html`<${SyEmpty} title=${t('problem.bad-key')} text=${t('problem.bad-key.do')} action=${{ text: t('nav.figures'), to: 'figures' }} />` : html`<${SyTable} id="evidence" load="figures/evidence" query=${fixed()} columns=${columns} export=${true} onRow=${(row) => ctx.navigate(`gatherings/${row.gathering}`)}
        filters=${[...filters(t, kinds.value), { key: 'state', text: t('mark.state'), type: 'select', options: [...STATES, 'observer'].map((value) => ({ value, text: t(`state.${value}`) })) }, { key: 'madeUp', text: t('tally.made-up'), type: 'switch' }]}
        empty=${{ title: t('figures.none'), text: t('figures.none-do') }} />`}
    <//>`
})
