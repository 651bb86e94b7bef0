// The list of people.
import { ref, watch } from 'vue'
import { defineView, html, remember, remembered, SyPage, SyTable, toast } from '@shuyuan/ui'
import { CATEGORIES, POLITICAL, onChanged, options, word } from './shared.js'

export const list = defineView((ctx) => {
  const { t, can } = ctx
  const table = ref()
  onChanged(ctx, ['person', 'unit'], () => table.value?.reload())
  const columns = [
    { key: 'name', text: t('field.name'), sort: true, to: (row) => `people/${row.id}` },
    { key: 'number', text: t('field.number'), sort: true },
    { key: 'unit', text: t('field.unit'), sort: true, render: (row) => (row.also
      ? t('people.unit-also', { unit: row.unit.name, also: [row.also.unit.name, row.also.position].filter(Boolean).join(' ') }) : row.unit.name) },
    { key: 'position', text: t('field.position'), sort: true },
    { key: 'category', text: t('field.category'), sort: true, render: (row) => word(t, 'category', row.category) },
    { key: 'political', text: t('field.political'), sort: true, render: (row) => word(t, 'political', row.political) },
    { key: 'phone', text: t('field.phone') },
    { key: 'gender', text: t('field.gender'), hidden: true, render: (row) => word(t, 'gender', row.gender) },
    { key: 'birth', text: t('field.birth'), hidden: true },
    { key: 'joined', text: t('field.joined'), hidden: true },
    { key: 'mail', text: t('field.mail'), hidden: true },
  ]
  // how names are sorted is each reader's habit: remembered, and by strokes for readers of traditional characters until they say otherwise
  const order = ref(remembered('people.order', ctx.language === 'zh-TW' ? 'strokes' : 'pinyin'))
  watch(() => ctx.query.order, (chosen) => remember('people.order', chosen ?? order.value))
  const cards = () => {
    const { q, within, group, political } = ctx.query
    return ctx.api.download('cards', { q, within, group, political }).catch((failed) => toast.error(failed))
  }
  const filters = [
    { key: 'within', text: t('field.unit'), type: 'unit' },
    { key: 'group', text: t('field.category'), type: 'select', options: options(t, 'category', CATEGORIES) },
    { key: 'political', text: t('field.political'), type: 'select', options: options(t, 'political', POLITICAL) },
    { key: 'order', text: t('people.order'), type: 'select', default: order.value, options: ['pinyin', 'strokes'].map((o) => ({ value: o, text: t(`people.order-${o}`) })) },
    { key: 'left', text: t('people.left'), type: 'switch' },
  ]
  const empty = {
    title: t('people.empty'),
    text: t('people.empty-text'),
    action: can('directory.import') ? { text: t('nav.import'), to: 'import' } : undefined,
  }
  return () => html`
    <${SyPage} title=${t('nav.people')} actions=${[
      { text: t('people.cards'), icon: 'download', run: cards },
      can('directory.anonymise') && { text: t('route.anonymising'), to: 'anonymising' },
      can('directory.import') && { text: t('nav.import'), icon: 'upload', to: 'import' },
      can('directory.write') && { text: t('people.new'), icon: 'plus', primary: true, to: 'people/new' },
    ]}>
      <${SyTable} ref=${table} id="people" load="people" columns=${columns} filters=${filters} sort="name" search=${t('people.search')} export=${true}
        empty=${empty} onRow=${(row) => ctx.navigate(`people/${row.id}`)} />
    <//>`
})
