// Rates with what they are made of, the lowest first, each open down to its marks.
import { ref } from 'vue'
import { defineView, format, html, onChanged, SyCard, SyEmpty, SyPage, SyTable, SyTabs } from '@shuyuan/ui'
import { makeUpState } from './make-up.js'
import { counted, percent, share, state, STATES } from './words.js'

const BY = ['person', 'unit', 'department', 'group', 'kind', 'month', 'gathering']
const DETAILS = { person: 'figures.detail', department: 'figures.detail-department', gathering: 'figures.detail-gathering' }
const filters = (t, kinds) => [
  { key: 'scope', text: t('filter.scope'), type: 'select', default: 'held', options: ['held', 'people'].map((value) => ({ value, text: t(`scope.${value}`) })) },
  { key: 'from', text: t('filter.from'), type: 'date' },
  { key: 'to', text: t('filter.to'), type: 'date' },
  { key: 'kind', text: t('filter.kind'), type: 'select', options: kinds.map((k) => ({ value: k.word, text: k.name })) },
]
const useKinds = (api) => {
  const kinds = ref([])
  api.get('gatherings/kinds').then((found) => { kinds.value = found.items }).catch(() => {})
  return kinds
}
const numbers = (t, behind) => [['present', 'present'], ['late', 'late'], ['leftEarly', 'left-early'], ['onLeave', 'on-leave'], ['absent', 'absent'], ['exempt', 'exempt'], ['open', 'open']]
  .map(([key, word]) => ({ key: `tally.${key}`, text: t(`state.${word}`), type: 'number', hidden: word === 'exempt', to: (row) => (row.tally[key] > 0 ? behind(row, `&state=${word}`) : undefined) }))

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
  const period = () => ['scope', 'from', 'to', 'kind'].filter((k) => ctx.query[k]).map((k) => `&${k}=${encodeURIComponent(ctx.query[k])}`).join('')
  const behind = (row, which = '') => `figures/evidence?by=${by()}&key=${encodeURIComponent(row.key)}&of=${encodeURIComponent(row.name)}${period()}${which}`
  const all = (which) => ctx.href(`figures/evidence?by=all&of=${encodeURIComponent(t('figures.all'))}${period()}${which}`)
  // a unit has figures of its own, with those of its departments: of its people, who came to what others hold too
  const inside = (row) => (row.opens ? `figures?by=${row.opens}&unit=${row.key}&scope=people${period().replace(/&scope=[^&]*/, '')}` : behind(row))
  const columns = () => [
    { key: 'name', text: t(`by.${by()}`), render: by() === 'month' ? (row) => format.month(`${row.key}-01`) : undefined, to: inside },
    DETAILS[by()] && { key: 'detail', text: t(DETAILS[by()]) },
    { key: 'tally.rate', text: t('tally.rate'), align: 'right', to: (row) => behind(row, '&state=base'), render: (row) => html`<span class=${row.below ? 'attendance-below' : ''}>${share(t, row.tally)}${row.below && html`<span class="sy-visually-hidden"> ${t('figures.below')}</span>`}</span>` },
    ...numbers(t, behind),
    { key: 'tally.madeUp', text: t('tally.made-up'), type: 'number', to: (row) => (row.tally.madeUp > 0 ? behind(row, '&madeUp=true') : undefined) },
  ]
  return () => html`
    <${SyPage} title=${t('nav.figures')} lead=${t('figures.lead')} back=${{ text: t('nav.attendance'), to: '' }} actions=${[{ text: t('rules.page'), icon: 'setting', to: 'rules' }]}>
      ${answer.value && html`<${SyCard} title=${t('figures.all')}>
        <p class="sy-figure"><a href=${all('&state=base')}>${percent(answer.value.all.rate)}</a></p>
        <p class="attendance-behind"><a href=${ctx.href(`figures?by=gathering${period()}`)}>${t('figures.rests-on', { count: answer.value.gatherings })}</a>
          ${answer.value.untaken > 0 && html`<a href=${ctx.href(`?state=untaken${['from', 'to', 'kind'].filter((k) => ctx.query[k]).map((k) => `&${k}=${encodeURIComponent(ctx.query[k])}`).join('')}`)}><strong>${t('figures.untaken', { count: answer.value.untaken })}</strong></a>`}
          <a href=${all('&state=base')}>${t('figures.out-of', { count: answer.value.all.base })}</a>
          ${answer.value.all.open > 0 && html`<a href=${all('&state=open')}><strong>${t('figures.open', { count: answer.value.all.open })}</strong></a>`}
          ${answer.value.all.madeUp > 0 && html`<a href=${all('&madeUp=true')}>${t('tally.made-up-says', { count: answer.value.all.madeUp })}</a>`}</p>
        <p class="sy-muted">${t(`scope.${ctx.query.scope === 'people' ? 'people' : 'held'}`)}${t('sep.sentence')}${counted(t, answer.value.rules)}</p>
        ${['unit', 'department', 'group'].includes(by()) && html`<p class="sy-muted">${t('figures.group-day', { day: format.date(answer.value.groupsOn) })}</p>`}
      <//>`}
      <${SyTabs} tabs=${BY.map((key) => ({ key, text: t(`by.${key}`) }))} modelValue=${by()} ...${{ 'onUpdate:modelValue': (key) => ctx.setQuery({ by: key, page: undefined, q: undefined }) }} />
      <${SyTable} ref=${table} key=${by()} id=${`figures-${by()}`} load=${load} query=${{ by: by() }} columns=${columns()} search=${by() === 'month' ? false : t('figures.search')} filters=${filters(t, kinds.value)}
        onRow=${(row) => ctx.navigate(inside(row))} rowClass=${(row) => (row.below ? 'attendance-row-below' : '')} empty=${{ title: t('figures.none'), text: t('figures.none-do') }}>
        ${{ toolbar: () => html`<button type="button" class="el-button sy-no-print" onClick=${() => api.download('figures', { by: by(), scope: ctx.query.scope, format: 'xlsx', from: ctx.query.from, to: ctx.query.to, kind: ctx.query.kind, q: ctx.query.q })}>${t('figures.export')}</button>` }}
      <//>
    <//>`
})

export const evidence = defineView((ctx) => {
  const { t, api } = ctx
  const kinds = useKinds(api)
  const columns = [
    { key: 'title', text: t('gathering.title'), to: (row) => (row.opens ? `gatherings/${row.gathering}` : undefined) },
    { key: 'start', text: t('gathering.start'), type: 'datetime' },
    { key: 'person.name', text: t('person.name'), render: (row) => html`<span>${row.person.name} <span class="sy-muted">${[row.person.unit, row.person.number].filter(Boolean).join(' · ')}</span></span>` },
    { key: 'state', text: t('mark.state'), render: (row) => html`<span class="sy-row">${state(t, row.state)}${row.makeUp && makeUpState(t, row.makeUp)}</span>` },
    { key: 'unit.name', text: t('gathering.unit') },
    { key: 'minutes', text: t('mark.minutes'), type: 'number', hidden: true },
  ]
  const fixed = () => ({ by: ctx.query.by || 'person', key: ctx.query.key || '' })
  return () => html`
    <${SyPage} title=${t('figures.evidence')} lead=${ctx.query.of ? t('figures.evidence-of', { of: ctx.query.by === 'month' ? format.month(`${ctx.query.key}-01`) : ctx.query.of }) : undefined} back=${{ text: t('nav.figures'), to: `figures?by=${fixed().by === 'all' ? 'person' : fixed().by}` }}>
      ${!ctx.query.key && fixed().by !== 'all' ? html`<${SyEmpty} title=${t('problem.bad-key')} text=${t('problem.bad-key.do')} action=${{ text: t('nav.figures'), to: 'figures' }} />` : html`<${SyTable} id="evidence" load="figures/evidence" query=${fixed()} columns=${columns} export=${true} onRow=${(row) => row.opens && ctx.navigate(`gatherings/${row.gathering}`)}
        filters=${[...filters(t, kinds.value), { key: 'state', text: t('mark.state'), type: 'select', options: [...[...STATES, 'observer', 'open'].map((value) => ({ value, text: t(`state.${value}`) })), { value: 'base', text: t('tally.base') }] }, { key: 'madeUp', text: t('tally.made-up'), type: 'switch' }]}
        empty=${{ title: t('figures.none'), text: t('figures.none-do') }} />`}
    <//>`
})
