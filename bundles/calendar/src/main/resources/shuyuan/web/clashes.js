// What stands in the way of an event while it is being written. It is said, never forbidden.
import { ref, watch } from 'vue'
import { format, html, useContext } from '@shuyuan/ui'

const QUIET = 500

export const Clashes = {
  props: ['id', 'all', 'event', 'send'],
  setup(props) {
    const ctx = useContext()
    const { t, api } = ctx
    const found = ref(null)
    let timer
    let asked = 0
    const look = async (mine) => {
      const draft = props.send(props.all)
      const told = draft.allDay || !draft.start || !draft.end || draft.end <= draft.start ? null
        // a form that cannot be read yet says so at its fields, not here
        : await api.post('clashes', draft, { query: { event: props.event }, quiet: true }).catch(() => null)
      if (mine === asked) found.value = told
    }
    watch(() => { const { start, end, allDay, rule, added, excluded, units, groups, people, host, place } = props.all
      return JSON.stringify([start, end, allDay, rule, added, excluded, units, groups, people, host, place]) }, () => {
      clearTimeout(timer)
      const mine = ++asked
      timer = setTimeout(() => look(mine), QUIET)
    }, { immediate: true })
    const why = (reason) => (reason.what === 'place' ? t('clash.place') : t(`clash.${reason.what}`, { name: reason.name || '?' }))
    const line = (clash, i) => html`<li key=${i}><span class="sy-num">${format.range(clash.start, clash.end)}</span> ${clash.event
      ? html`<a href=${ctx.href(`events/${clash.event}`)} target="_blank" rel="noopener">${clash.title}</a>` : clash.title || t('clash.hidden')}<span class="sy-muted"> — ${clash.reasons.map(why).join(t('sep.list'))}</span></li>`
    return () => html`<div id=${props.id} aria-live="polite">${found.value && (!found.value.items.length ? html`<p class="sy-muted">${t('clash.none')}</p>`
      : html`<div class="calendar-clashes"><b>${t('clash.title')}</b><ul>${found.value.items.map(line)}</ul>${found.value.more && html`<p>${t('clash.more')}</p>`}</div>`)}</div>`
  },
}
