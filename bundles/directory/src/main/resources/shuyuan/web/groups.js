// The audience groups that can be addressed at the unit.
import { ref } from 'vue'
import { confirm, defineView, html, SyPage, SyTable, toast } from '@shuyuan/ui'
import { onChanged } from './shared.js'

export const list = defineView((ctx) => {
  const { t, api } = ctx
  const table = ref()
  onChanged(ctx, ['group'], () => table.value?.reload())
  const columns = [
    { key: 'text', text: t('groups.name'), to: (row) => `groups/${row.id}` },
    { key: 'byRule', text: t('groups.kind'), render: (row) => t(row.byRule ? 'groups.by-rule' : 'groups.by-hand') },
    { key: 'unit', text: t('groups.whose'), render: (row) => row.unit?.name ?? t('groups.portal') },
    { key: 'note', text: t('field.note') },
  ]
  const close = async (row) => {
    if (!await confirm({ title: t('groups.close'), text: t('groups.close-text', { name: row.text }), yes: t('groups.close'), danger: true })) return
    await api.delete(`groups/${row.id}`, { match: await api.get(`groups/${row.id}`) })
    toast.success(t('people.saved'))
    table.value?.reload()
  }
  return () => html`
    <${SyPage} title=${t('nav.groups')} lead=${t('groups.lead')} actions=${[ctx.can('directory.groups') && { text: t('groups.new'), icon: 'plus', primary: true, to: 'groups/new' }]}>
      <${SyTable} ref=${table} id="groups" load="groups" size=${200} columns=${columns} onRow=${(row) => ctx.navigate(`groups/${row.id}`)}
        rowActions=${(row) => (row.writable ? [{ text: t('people.edit'), icon: 'edit', to: `groups/${row.id}/edit` }, { text: t('groups.close'), icon: 'delete', danger: true, run: () => close(row) }] : [])}
        empty=${{ title: t('groups.none'), text: t('groups.none-do') }} />
    <//>`
})
