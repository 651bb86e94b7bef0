// What other modules have in the period: in the calendar beside its own events, opened where it belongs.
import { computed, ref, watch } from 'vue'
import { format, html, useContext, useLoad } from '@shuyuan/ui'
import { period } from './facts.js'

/** As an item of the calendar's own; `link` says where it is opened. */
export const asItem = (other) => ({ ...other, color: 'grey', kind: other.module.name, fixed: true })

/** Modules that did not answer in time are named, with the others' answers. */
export const useSilent = (ctx) => {
  const silent = ref([])
  const names = computed(() => silent.value.map((module) => module.name).join(ctx.t('sep.list')))
  return {
    heard: (others) => (silent.value = (others && others.silent) || []),
    line: () => names.value && html`<p class="sy-muted sy-no-print" role="status">${ctx.t('others.silent', { modules: names.value })}</p>`,
  }
}

/** Below the list, which the database pages and searches: what others have in its period, a year at most. */
export const OtherList = {
  props: ['reload', 'from', 'to', 'whose'],
  setup(props) {
    const ctx = useContext()
    const { t } = ctx
    const silent = useSilent(ctx)
    const loaded = useLoad(async () => {
      const { others } = await ctx.api.get('occurrences', { from: props.from, to: props.to, view: props.whose, limit: 1, others: true }, { quiet: true })
      silent.heard(others)
      return others.items
    })
    watch(() => [props.reload, props.from, props.to, props.whose], loaded.reload)
    return () => {
      const items = loaded.data.value || []
      return html`<div>${silent.line()}${items.length > 0 && html`<section class="calendar-others">
        <h2>${t('others.title')}</h2>
        <ul>${items.map((item) => html`<li key=${item.id}><span class="sy-num">${period(item)}${item.allDay ? '' : ` ${format.weekday(item.start)}`}</span>
          <span><a href=${ctx.href(item.link)}>${item.title}</a>${item.place && html` <span class="sy-muted">${item.place}</span>`}</span></li>`)}</ul>
      </section>`}</div>`
    }
  },
}
