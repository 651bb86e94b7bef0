// The kinds of event that hold at the unit.
import { ref } from 'vue'
import { confirm, defineView, formDialog, html, SyPage, SyStatus, SyTable, toast } from '@shuyuan/ui'

const COLOURS = ['blue', 'green', 'orange', 'red', 'purple', 'grey']

export const list = defineView((ctx) => {
  const { t, api } = ctx
  const counter = ref(0)
  const fields = (isNew) => [
    isNew && { key: 'word', text: t('kinds.word'), required: true, max: 50, help: t('kinds.word-help') },
    { key: 'zhCn', text: t('kinds.name-zh-cn'), required: true, max: 100 },
    { key: 'zhTw', text: t('kinds.name-zh-tw'), required: true, max: 100 },
    { key: 'en', text: t('kinds.name-en'), required: true, max: 100 },
    { key: 'colour', text: t('kinds.colour'), type: 'select', required: true, options: COLOURS.map((c) => ({ value: c, text: t(`colour.${c}`) })) },
    { key: 'keywords', text: t('kinds.keywords'), max: 1000, help: t('kinds.keywords-help') },
    { key: 'position', text: t('kinds.position'), type: 'number', min: 0, max: 10000 },
    !isNew && { key: 'retired', text: t('kinds.retired'), type: 'switch' },
  ].filter(Boolean)
  const values = (k) => ({ zhCn: k.name['zh-CN'], zhTw: k.name['zh-TW'], en: k.name.en, colour: k.colour, keywords: k.keywords.join(', '), position: k.position, retired: k.retired })
  const send = (v) => ({ word: v.word, name: { 'zh-CN': v.zhCn, 'zh-TW': v.zhTw, en: v.en }, colour: v.colour,
    keywords: (v.keywords || '').split(/[,，、]/).map((w) => w.trim()).filter(Boolean), position: Number(v.position) || 0, retired: Boolean(v.retired) })

  const add = async () => {
    const saved = await formDialog({ title: t('kinds.new'), id: 'kind-new', fields: fields(true), value: { colour: 'blue', position: 50 },
      submit: (v) => api.post('kinds', send(v)), submitText: t('event.save') })
    if (saved) counter.value++
  }
  const change = async (row) => {
    const kind = await api.get(`kinds/${row.id}`)
    const saved = await formDialog({ title: t('kinds.edit'), id: `kind-${row.id}`, fields: fields(false), value: values(kind),
      submit: (v) => api.put(`kinds/${row.id}`, send(v), { match: kind }), submitText: t('event.save') })
    if (saved) counter.value++
  }
  const remove = async (row) => {
    if (!(await confirm({ title: t('kinds.delete-ask', { name: row.text }), yes: t('kinds.delete'), danger: true }))) return
    try {
      await api.delete(`kinds/${row.id}`, { match: await api.get(`kinds/${row.id}`) })
      counter.value++
    } catch (problem) {
      toast.error(problem)
    }
  }
  const columns = [
    { key: 'text', text: t('kinds.name'), render: (k) => html`<span><span class=${`calendar-dot calendar-dot-${k.colour}`} aria-hidden="true"></span>${k.text}</span>` },
    { key: 'keywords', text: t('kinds.keywords'), render: (k) => k.keywords.join(t('sep.list')) || '—' },
    { key: 'unit.name', text: t('kinds.unit') },
    { key: 'retired', text: t('kinds.state'), render: (k) => html`<${SyStatus} kind=${k.retired ? 'neutral' : 'success'} text=${t(k.retired ? 'kinds.is-retired' : 'kinds.in-use')} />` },
  ]
  return () => html`<${SyPage} title=${t('kinds.page')} lead=${t('kinds.lead')} back=${{ text: t('event.back'), to: '' }}
      actions=${[{ text: t('kinds.new'), icon: 'plus', primary: true, run: add }]}>
    <${SyTable} key=${counter.value} id="calendar-kinds" columns=${columns} size=${200} load="kinds"
      rowActions=${(row) => [{ text: t('kinds.edit'), icon: 'edit', run: () => change(row) }, { text: t('kinds.delete'), icon: 'delete', danger: true, run: () => remove(row) }]} />
  <//>`
})
