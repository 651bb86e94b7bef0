// The calendar as a list: searched as one types, filtered in the address, sorted, exported.
import { ref, watch } from 'vue'
import { format, html, SyTable, useContext } from '@shuyuan/ui'
import { nextDay, today } from './days.js'
import { moment, period } from './facts.js'
import { OtherList } from './others.js'
import { viewButtons } from './views.js'

export const DateList = {
  props: ['reload', 'kinds', 'whose'],
  setup(props) {
    const ctx = useContext()
    const { t } = ctx
    const table = ref(null)
    watch(() => props.reload, () => table.value && table.value.reload())
    const open = (row) => `events/${row.event}${row.repeats ? `?occurrence=${row.id}` : ''}`
    const columns = [
      { key: 'title', text: t('event.title'), sort: true, to: open },
      { key: 'start', text: t('event.when'), sort: true, render: (row) => html`<span class="sy-num">${period(row)}${row.allDay ? '' : ` ${format.weekday(row.start)}`}</span>` },
      { key: 'kind.name', text: t('event.kind'), render: (row) => row.kind && html`<span><span class=${`calendar-dot calendar-dot-${row.kind.colour}`} aria-hidden="true"></span>${row.kind.name}</span>` },
      { key: 'place', text: t('event.place'), sort: true },
      { key: 'host', text: t('event.host') },
      { key: 'unit.name', text: t('event.unit') },
      { key: 'original', text: t('event.original'), hidden: true, render: (row) => (row.original ? html`<span class="sy-num">${moment(row.original)}</span>` : '—') },
    ]
    return () => {
      const from = ctx.query.from || today(ctx.zone)
      const to = nextDay(ctx.query.to || nextDay(from, 366))
      const filters = [
        { key: 'whose', text: t('filter.unit'), type: 'select', options: props.whose.options() },
        { key: 'kind', text: t('filter.kind'), type: 'select', options: props.kinds.map((k) => ({ value: k.word, text: k.text })) },
        { key: 'from', text: t('filter.from'), type: 'date', default: today(ctx.zone) },
        { key: 'to', text: t('filter.to'), type: 'date' },
      ]
      return html`<${SyTable} ref=${table} id="calendar-dates" load="dates" columns=${columns} filters=${filters} search=${t('list.search')} sort="start" export=${true}
        empty=${{ title: t('list.none'), text: t('list.none-do'), action: ctx.can('calendar.write') && { text: t('event.new'), to: 'new' } }}>
        ${{ toolbar: () => viewButtons(ctx, 'list', { q: undefined, page: undefined, size: undefined, sort: undefined, from: undefined, to: undefined }) }}
      <//>
      ${!ctx.query.kind && !ctx.query.q && html`<${OtherList} reload=${props.reload} from=${from} to=${to} whose=${ctx.query.whose || 'unit'} />`}`
    }
  },
}
