// Rooms and equipment of an event: chosen while it is written, and what of them could not be had.
import { ref, watch } from 'vue'
import { format, html, SyStatus, useContext } from '@shuyuan/ui'

const QUIET = 400
const SHOWN = 8

/** What can be booked at the times of the form. Props: id, value (ids), set, all (the form's values), aria, event (id of the one that is changed), send, known (those chosen before, with their names). */
export const RoomChoice = {
  props: ['id', 'value', 'set', 'all', 'aria', 'event', 'send', 'known'],
  setup(props) {
    const ctx = useContext()
    const { t, api } = ctx
    const found = ref(null)
    const everything = ref(false)
    let timer
    let asked = 0
    const look = async (mine) => {
      const draft = props.send(props.all)
      const told = !draft.start || !draft.end || draft.end <= draft.start ? null
        // a form that cannot be read yet says so at its fields, not here
        : await api.post('rooms', draft, { query: { event: props.event }, quiet: true }).catch(() => null)
      if (mine === asked && told) found.value = told
    }
    const soon = () => {
      clearTimeout(timer)
      const mine = ++asked
      timer = setTimeout(() => look(mine), QUIET)
    }
    watch(() => { const { start, end, firstDay, lastDay, allDay, rule, added, excluded } = props.all
      return JSON.stringify([start, end, firstDay, lastDay, allDay, rule, added, excluded]) }, soon, { immediate: true })
    ctx.on('changed', (event) => { if (event.module === 'resources') soon() })

    const chosen = () => props.value || []
    const pick = (room, on) => {
      props.set(on ? [...chosen(), room.id] : chosen().filter((id) => id !== room.id))
      // what is typed is never typed over
      if (on && room.kind !== 'equipment' && !props.all.place) props.all.place = room.name
    }
    const taken = (room) => `${t('rooms.at-dates')} ${room.taken.slice(0, 3).map((b) => `${format.range(b.start, b.end)}${b.title ? ` ${b.title}` : ''}`).join(t('sep.list'))}${room.taken.length > 3 ? ` ${t('rooms.more', { count: room.taken.length })}` : ''}`
    const line = (room) => {
      const on = chosen().includes(room.id)
      return html`<li key=${room.id}><label><input type="checkbox" checked=${on} disabled=${!on && room.free === false} onChange=${(e) => pick(room, e.target.checked)} />
        <span><b>${room.name || t('rooms.gone')}</b> <span class="sy-muted">${[room.place, room.seats && t('rooms.seats', { count: room.seats })].filter(Boolean).join(t('sep.list'))}</span>
        ${room.free === false && html` <${SyStatus} kind=${on ? 'danger' : 'neutral'} text=${t('rooms.taken')} /><small class="sy-num">${taken(room)}</small>`}</span></label></li>`
    }
    return () => {
      const told = found.value
      const offered = told ? told.items : []
      // what is chosen stays to be seen and taken out, whatever became of it
      const lost = chosen().filter((id) => !offered.some((r) => r.id === id)).map((id) => (props.known || []).find((r) => r.id === id) || { id, name: told ? '' : '…' })
      const all = [...lost, ...offered.filter((r) => chosen().includes(r.id)), ...offered.filter((r) => !chosen().includes(r.id))]
      const shown = everything.value ? all : all.filter((r, i) => chosen().includes(r.id) || (r.free !== false && i < SHOWN))
      return html`<div class="calendar-rooms" id=${props.id} role="group" aria-label=${t('rooms.label')} ...${props.aria}>
        ${told && !told.mayBook && html`<p class="sy-muted">${t('rooms.may-not')}</p>`}
        ${shown.length > 0 && html`<ul>${shown.map(line)}</ul>`}
        <div role="status">${!told ? html`<span class="sy-muted">${t('rooms.checking')}</span>` : told.mayBook && !all.length ? html`<span class="sy-muted">${t('rooms.none')}</span>` : ''}</div>
        ${all.length > shown.length && html`<button type="button" class="el-button el-button--small" onClick=${() => (everything.value = true)}>${t('rooms.all', { count: all.length })}</button>`}
      </div>`
    }
  },
}

/** The rooms of an event by name, each leading to its page for who may see it. */
export const roomsOf = (ctx, e) => html`<span class="sy-row">${e.rooms.map((r) => (r.name && ctx.can('resources.read')
  ? html`<a key=${r.id} href=${`/resources/items/${r.id}?unit=${e.unit.id}`}>${r.name}</a>` : html`<span key=${r.id}>${r.name || ctx.t('rooms.gone')}</span>`))}</span>`
