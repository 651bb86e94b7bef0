import { ref } from 'vue'
import { defineView, html, SyPage, SyStatus, SyTable, toast } from '@shuyuan/ui'

/** Everything that was announced to me, newest first. */
export const list = defineView((ctx) => {
  const { t, api, navigate } = ctx
  const table = ref()

  const mark = async (body) => {
    try {
      await api.post('read', body)
      toast.success(t('notices.marked'))
      table.value?.reload()
    } catch (problem) {
      toast.error(problem)
    }
  }
  const open = async (row) => {
    if (!row.read) await api.post('read', { ids: [row.id] }, { quiet: true }).catch(() => undefined)
    navigate(row.link)
  }
  ctx.on('notice', () => table.value?.reload())

  const columns = [
    { key: 'title', text: t('notices.column.title'), to: (row) => row.link },
    { key: 'at', text: t('notices.column.at'), type: 'datetime', width: 180 },
    { key: 'read', text: t('notices.column.state'), width: 110, render: (row) =>
      html`<${SyStatus} kind=${row.read ? 'neutral' : 'info'} text=${t(row.read ? 'notices.read' : 'notices.unread')} />` },
  ]
  const filters = [{ key: 'unread', text: t('notices.only-unread'), type: 'switch' }]

  return () => html`
    <${SyPage} title=${t('notices.title')} actions=${[{ text: t('notices.mark-all'), icon: 'check', run: () => mark({ all: true }) }]}>
      <${SyTable} ref=${table} id="notices" load="" columns=${columns} filters=${filters}
        bulk=${[{ text: t('notices.mark-read'), icon: 'check', run: (rows) => mark({ ids: rows.map((row) => row.id) }) }]}
        onRow=${open} empty=${{ title: t('notices.empty'), text: t('notices.empty.text') }} />
    <//>`
})
