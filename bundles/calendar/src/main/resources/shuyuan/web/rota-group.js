// The list of a rota beside the audience group that it is taken from: who came there and who left is said, and taken over when somebody says so.
import { ref, watch } from 'vue'
import { html, SyButton, useContext } from '@shuyuan/ui'

/** A group has more than a list may have: the server says so when it is saved. */
const MOST = 500
const NAMED = 12

/** Names, and of many how many more. */
export const names = (t, people) => (people.length > NAMED ? t('rotas.group-more', { who: people.slice(0, NAMED).map((p) => p.name).join(t('sep.list')), count: people.length - NAMED })
  : people.map((p) => p.name || t('rotas.gone')).join(t('sep.list')))

/** In the form: what the group would add and take away, each by a button of its own. */
export const GroupTake = {
  props: ['id', 'all', 'listed'],
  setup(props) {
    const { t, api } = useContext()
    const members = ref(/** @type {any[] | undefined} */ (undefined))
    const failed = ref(false)
    watch(() => props.all.group, async (group) => {
      members.value = undefined
      failed.value = false
      if (!group) return
      try {
        const found = await api.get(`/api/directory/groups/${group}/members`, { size: MOST })
        if (props.all.group === group) members.value = found.items
      } catch (problem) {
        if (props.all.group === group) failed.value = !problem.cancelled
      }
    }, { immediate: true })
    const known = (id) => [...(members.value || []), ...props.listed].find((p) => p.id === id) || { id }
    return () => {
      if (failed.value) return html`<p id=${props.id} class="sy-muted">${t('rotas.group-unread')}</p>`
      if (!members.value) return html`<p id=${props.id} class="sy-muted">${t('rotas.group-reading')}</p>`
      const listed = props.all.people || []
      const came = members.value.filter((m) => !listed.includes(m.id))
      const left = listed.filter((id) => !members.value.some((m) => m.id === id))
      const line = (key, people, run) => html`<div class="calendar-differ"><span>${t(`rotas.group-${key}`, { count: people.length })}<span class="sy-muted"> ${names(t, people)}</span></span>
        <${SyButton} small=${true} action=${{ text: t(`rotas.group-${key}-do`), icon: key === 'came' ? 'plus' : 'delete', run }} /></div>`
      return html`<div id=${props.id} class="calendar-take" aria-live="polite">
        ${came.length > 0 && line('came', came, () => { props.all.people = [...listed, ...came.map((m) => m.id)] })}
        ${left.length > 0 && line('left', left.map(known), () => { props.all.people = listed.filter((id) => !left.includes(id)) })}
        ${!came.length && !left.length && html`<p class="sy-muted">${t(members.value.length ? 'rotas.group-same' : 'rotas.group-empty')}</p>`}</div>`
    }
  },
}
