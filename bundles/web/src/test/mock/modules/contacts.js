import { ref } from 'vue'
import { confirm, defineView, format, html, SyCard, SyFacts, SyForm, SyHistory, SyPage, SyStatus, SyTable, toast, useLoad, SyProblem, SySkeleton } from '@shuyuan/ui'

const fields = ({ t }) => [
  { key: 'name', text: t('name'), required: true, max: 50, half: true }, { key: 'number', text: t('number'), required: true, max: 20, half: true },
  { key: 'unit', text: t('unit'), type: 'unit', required: true, half: true }, { key: 'leader', text: t('leader'), type: 'person', half: true },
  { key: 'birthday', text: t('birthday'), type: 'date', half: true }, { key: 'meeting', text: t('meeting'), type: 'datetime', half: true },
  { key: 'position', text: t('position'), type: 'select', options: ['行长', '股长', '科员'].map((x) => ({ value: x, text: x })) },
  { key: 'state', text: t('state'), type: 'radio', options: [{ value: 'a', text: '在职' }, { value: 'b', text: '退休' }] }, { key: 'note', text: t('note'), type: 'textarea', max: 1000, help: '不超过 1000 字' },
]
export const list = defineView((ctx) => {
  const { t } = ctx
  const columns = [
    { key: 'name', text: t('name'), sort: true, to: (r) => `items/${r.id}` }, { key: 'number', text: t('number'), sort: true }, { key: 'unit.name', text: t('unit') }, { key: 'position', text: t('position') },
    { key: 'joined', text: t('joined'), type: 'date', sort: true }, { key: 'state', text: t('state'), type: 'status' },
  ]
  return () => html`<${SyPage} title=${t('nav.list')} actions=${[{ text: t('item.new'), icon: 'plus', primary: true, to: 'new' }]}>
    <${SyTable} id="people" load="people" columns=${columns} search=${t('search.text')} export=${true} sort="name"
      filters=${[{ key: 'in', text: t('unit'), type: 'unit' }, { key: 'position', text: t('position'), type: 'select', options: ['行长', '股长'].map((x) => ({ value: x, text: x })) }]}
      bulk=${[{ text: '删除', icon: 'delete', danger: true, confirm: '删除后可在审计中查看。', run: () => toast.success('ok') }]} empty=${{ title: '还没有人员', text: '导入花名册，或逐个添加。', action: { text: t('item.new'), to: 'new' } }} /><//>`
})
export const create = defineView((ctx) => () => html`<${SyPage} title=${ctx.t('item.new')} back=${{ text: ctx.t('nav.list'), to: '' }}><${SyCard}>
  <${SyForm} id="person" fields=${fields(ctx)} submit=${(v) => ctx.api.post('people', v)} done=${() => (toast.success(ctx.t('saved')), ctx.navigate(''))} cancel=${() => ctx.navigate('')} /><//><//>`)
export const show = defineView((ctx) => {
  const { data, problem, reload } = useLoad(() => ctx.api.get(`people/${ctx.params.id}`))
  const { t } = ctx
  return () => problem.value ? html`<${SyProblem} problem=${problem.value} retry=${reload} />` : !data.value ? html`<${SySkeleton} />` : html`<${SyPage} title=${data.value.name} back=${{ text: t('nav.list'), to: '' }}>
    <${SyCard} title="详情"><${SyFacts} items=${[{ text: t('number'), value: data.value.number }, { text: t('unit'), value: data.value.unit.name }, { text: t('state'), value: html`<${SyStatus} kind="success" text="在职" />` }]} /><//>
    <${SyCard} title=${t('name')}><${SyForm} id=${`edit-${data.value.id}`} value=${data.value} fields=${fields(ctx).slice(0, 2)} submit=${(v) => ctx.api.put(`people/${data.value.id}`, v, { match: data.value, labels: { name: t('name'), number: t('number') } })} done=${() => (toast.success(t('saved')), reload())} inDialog /><//>
    <${SyCard} title="修改记录"><${SyHistory} subject=${`contacts.person/${ctx.params.id}`} labels=${{ name: t('name') }} /><//><//>`
})
export const plan = (el, ctx) => {
  let stop
  let gone = false
  import('@lib/fullcalendar').then(({ SyCalendar }) => {
    if (gone) return
    stop = defineView(() => () => html`<${SyPage} title=${ctx.t('nav.plan')}><${SyCalendar} view=${ctx.query.view ?? 'month'} load=${() => ctx.api.get('occurrences').then((x) => x.items)} onOpen=${(i) => toast.info(i.title)} onPick=${(r) => confirm({ title: r.start, text: r.end })} onMove=${(m) => ctx.setQuery(m)} /><//>`)(el, ctx)
  })
  return () => { gone = true; stop?.() }
}
export const today = defineView((ctx) => {
  const { data } = useLoad(() => ctx.api.get('occurrences'))
  return () => !data.value ? html`<${SySkeleton} rows=${3} />` : html`<ul class="sy-list">${data.value.items.slice(0, 4).map((o) => html`<li><span><strong>${o.title}</strong><small class="sy-muted sy-num">${format.range(o.start, o.end)}</small></span></li>`)}</ul>`
})
export const glance = defineView((ctx) => () => html`<${SyFacts} items=${[{ text: ctx.t('nav.list'), value: html`<span class="contacts-big sy-num">137</span>` }, { text: ctx.t('state'), value: html`<${SyStatus} kind="warning" text="16 人待核实" />` }]} />`)
