// The gatherings of a unit with how they were attended.
import { ref } from 'vue'
import { defineView, format, html, onChanged, SyPage, SyTable } from '@shuyuan/ui'
import { percent, rollState } from './words.js'

export const list = defineView((ctx) => {
  const { t, api } = ctx
  const table = ref()
  const kinds = ref([])
  api.get('gatherings/kinds').then((found) => { kinds.value = found.items }).catch(() => {})
  onChanged(ctx, ['gathering'], () => table.value?.reload())
  const columns = [
    { key: 'title', text: t('gathering.title'), sort: true, to: (row) => `gatherings/${row.id}` },
    { key: 'start', text: t('gathering.start'), sort: true, render: (row) => html`<span class="sy-num">${format.range(row.start, row.end)}</span>` },
    { key: 'kind.name', text: t('gathering.kind') },
    { key: 'unit.name', text: t('gathering.unit') },
    { key: 'state', text: t('gathering.state'), render: (row) => rollState(t, row.state) },
    { key: 'expected', text: t('gathering.expected'), type: 'number' },
    { key: 'tally.rate', text: t('tally.rate'), align: 'right', render: (row) => html`<span class="sy-num">${percent(row.tally.rate)}</span>` },
    { key: 'tally.onLeave', text: t('state.on-leave'), type: 'number' },
    { key: 'tally.absent', text: t('state.absent'), type: 'number' },
    { key: 'tally.open', text: t('state.open'), type: 'number' },
  ]
  return () => html`
    <${SyPage} title=${t('nav.attendance')} lead=${t('gatherings.lead')} actions=${[ctx.can('attendance.take') && { text: t('station.page'), icon: 'cpu', to: 'stations' }, { text: t('nav.figures'), icon: 'histogram', to: 'figures' }, { text: t('rules.page'), icon: 'setting', to: 'rules' }]}>
      <${SyTable} ref=${table} id="gatherings" load="gatherings" columns=${columns} search=${t('gatherings.search')} sort="-start" export=${true} onRow=${(row) => ctx.navigate(`gatherings/${row.id}`)}
        filters=${[
          { key: 'from', text: t('filter.from'), type: 'date' },
          { key: 'to', text: t('filter.to'), type: 'date' },
          { key: 'state', text: t('gathering.state'), type: 'select', options: ['untaken', 'open', 'closed', 'planned', 'cancelled'].map((word) => ({ value: word, text: t(`roll.${word}`) })) },
          { key: 'kind', text: t('filter.kind'), type: 'select', options: kinds.value.map((k) => ({ value: k.word, text: k.name })) },
        ]}
        empty=${{ title: t('gatherings.none'), text: t('gatherings.none-do') }} />
    <//>`
})
