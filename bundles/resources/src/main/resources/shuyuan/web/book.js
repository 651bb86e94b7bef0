// The booking form: says while one types what is free, at all dates of what repeats, and by what the rest is taken.
import { ref, watch } from 'vue'
import { defineView, format, html, SyForm, SyPage, SyProblem, SySkeleton, SyStatus, toast, toInstant, toLocal, useContext, useLoad } from '@shuyuan/ui'
import { later, likely, now } from './days.js'

const PAUSE = 300
const OTHERS = 4
const SHOWN = 20
const LONGEST = 30 * 24 * 3600 * 1000

/** What is booked, with what stands in the way at the time of the form. */
const Choice = {
  props: ['id', 'value', 'set', 'all', 'aria', 'except', 'known'],
  setup(props) {
    const ctx = useContext()
    const { t, api } = ctx
    const found = ref(null)
    const problem = ref(null)
    const looking = ref(false)
    let asked = 0
    let timer
    const sound = () => props.all.start && props.all.end && props.all.start < props.all.end
      && Date.parse(`${props.all.end}Z`) - Date.parse(`${props.all.start}Z`) <= LONGEST
    const repeats = () => props.all.every && props.all.until && props.all.until >= props.all.start.slice(0, 10)
    const look = async () => {
      const mine = ++asked
      if (!sound()) {
        looking.value = false
        found.value = null
        return
      }
      looking.value = true
      try {
        const { items } = await api.get('free', { from: toInstant(props.all.start, ctx.zone), to: toInstant(props.all.end, ctx.zone), except: props.except,
          ...(repeats() ? { every: props.all.every, until: props.all.until } : {}) })
        if (mine !== asked) return
        found.value = items
        problem.value = null
      } catch (failed) {
        if (mine === asked) problem.value = failed
      } finally {
        if (mine === asked) looking.value = false
      }
    }
    watch(() => [props.all.start, props.all.end, props.all.every, props.all.until], () => {
      clearTimeout(timer)
      timer = setTimeout(look, PAUSE)
    })
    look()
    ctx.on('changed', (event) => {
      if (event.module !== 'resources') return
      clearTimeout(timer)
      timer = setTimeout(look, PAUSE)
    })

    const name = (r) => [r.name, r.place, r.seats && t('free.seats', { count: r.seats })].filter(Boolean).join(t('sep.list'))
    const taken = (b) => `${format.range(b.start, b.end)}${b.title ? ` ${b.title}` : ''}`
    const state = (bookable) => {
      const one = bookable.find((r) => r.id === props.value)
      const free = bookable.filter((r) => r.free && r.id !== props.value)
      if (!one) return html`<span class="sy-muted">${t('free.count', { total: bookable.length, free: free.length })}</span>`
      if (one.free) return html`<${SyStatus} kind="success" text=${t(repeats() ? 'free.all-free' : 'free.is-free', { name: one.name })} />`
      return html`<div class="resources-clash"><${SyStatus} kind="danger" text=${t(repeats() ? 'free.some-taken' : 'free.is-taken', { name: one.name })} />
        <ul>${one.taken.slice(0, SHOWN).map((b) => html`<li key=${b.id} class="sy-num">${taken(b)}</li>`)}
          ${one.taken.length > SHOWN && html`<li>${t('free.more', { count: one.taken.length - SHOWN })}</li>`}</ul>
        ${free.length ? html`<div class="resources-others"><span class="sy-muted">${t('free.others')}</span>
          ${free.slice(0, OTHERS).map((r) => html`<button type="button" key=${r.id} onClick=${() => props.set(r.id)}>${r.name}</button>`)}</div>` : html`<span class="sy-muted">${t('free.none')}</span>`}
      </div>`
    }
    return () => {
      const bookable = (found.value || props.known).filter((r) => r.mayBook || r.id === props.value)
      const options = (list) => list.map((r) => html`<option key=${r.id} value=${r.id} selected=${r.id === props.value}>${name(r)}</option>`)
      return html`<div class="resources-choice">
        <select id=${props.id} aria-labelledby=${`${props.id}-label`} ...${props.aria} onChange=${(e) => props.set(e.target.value || null)}>
          <option value="" selected=${!props.value}>${t(bookable.length ? 'free.choose' : 'free.nothing')}</option>
          ${found.value ? [
            html`<optgroup key="free" label=${t('free.group-free')}>${options(bookable.filter((r) => r.free))}</optgroup>`,
            html`<optgroup key="taken" label=${t('free.group-taken')}>${options(bookable.filter((r) => !r.free))}</optgroup>`,
          ] : options(bookable)}
        </select>
        <div role="status" aria-busy=${looking.value ? 'true' : 'false'}>
          ${problem.value ? html`<${SyProblem} problem=${problem.value} retry=${look} />` : looking.value && !found.value ? html`<span class="sy-muted">${t('free.checking')}</span>` : found.value ? state(bookable) : null}
        </div>
      </div>`
    }
  },
}

/** The repetitions that make sense for a start: a fifth weekday is not in every month and stands for the last. */
const repetitions = (t, start) => {
  const day = (start || '').slice(0, 10)
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return []
  const nth = Math.ceil(Number(day.slice(8)) / 7)
  const weekday = format.weekday(day)
  return [{ value: 'weekly', text: t('every.weekly', { weekday }) }, { value: 'fortnightly', text: t('every.fortnightly', { weekday }) },
    { value: 'monthly', text: nth > 4 ? t('every.monthly-last', { weekday }) : t('every.monthly', { weekday, nth: t(`nth.${nth}`) }) }]
}

/** @param start of the form as it is now, where dates may repeat; none for one date */
const fields = (ctx, known, except, start) => {
  const { t } = ctx
  return [
    { key: 'title', text: t('booking.title'), required: true, max: 200, help: t('booking.title-help') },
    { key: 'start', text: t('booking.start'), type: 'datetime', required: true, half: true },
    { key: 'end', text: t('booking.end'), type: 'datetime', required: true, half: true,
      check: (value, all) => (value && all.start && value <= all.start ? t('problem.end-before-start')
        : value && all.start && Date.parse(`${value}Z`) - Date.parse(`${all.start}Z`) > LONGEST ? t('problem.too-long-booking', { max: 30 }) : undefined) },
    start && { key: 'every', text: t('booking.every'), type: 'select', half: true, options: repetitions(t, start), placeholder: t('every.once') },
    start && { key: 'until', text: t('booking.until'), type: 'date', required: true, half: true, show: (all) => !!all.every, help: t('booking.until-help', { max: 200 }),
      check: (value, all) => (value && all.start && value < all.start.slice(0, 10) ? t('problem.until-before-start') : undefined) },
    { key: 'resource', text: t('booking.resource'), required: true, render: (field) => html`<${Choice} ...${field} known=${known} except=${except} />` },
  ]
}
const send = (v, zone) => ({ title: v.title, resource: v.resource, start: toInstant(v.start, zone), end: toInstant(v.end, zone), every: v.every || undefined, until: (v.every && v.until) || undefined })

export const create = defineView((ctx) => {
  const { t, api, query } = ctx
  const known = useLoad(async () => (await api.get('items', { size: 200 })).items.filter((r) => r.mayBook))
  const day = query.day && query.day > now(ctx.zone).slice(0, 10) ? `${query.day}T09:00` : likely(ctx.zone)
  const start = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(query.start || '') ? query.start.slice(0, 16) : day
  const end = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(query.end || '') ? query.end.slice(0, 16) : later(start, 60)
  const begins = ref(start)
  const done = (made) => {
    toast.success(made.following ? t('booking.saved-all', { count: made.following + 1 }) : t('booking.saved'))
    ctx.navigate(`items/${made.resource.id}?week=${toLocal(made.start, ctx.zone).slice(0, 10)}`, { replace: true })
  }
  return () => {
    const back = { text: t('nav.resources'), to: query.resource ? `items/${query.resource}` : '' }
    if (known.problem.value) return html`<${SyPage} title=${t('booking.new')} back=${back}><${SyProblem} problem=${known.problem.value} retry=${known.reload} /><//>`
    if (!known.data.value) return html`<${SyPage} title=${t('booking.new')} back=${back}><${SySkeleton} rows=${5} /><//>`
    return html`<${SyPage} title=${t('booking.new')} back=${back}>
      <${SyForm} id="book" fresh value=${{ title: '', start, end, every: null, until: null, resource: query.resource || null }} fields=${fields(ctx, known.data.value, undefined, begins.value)}
        onChange=${(now) => { begins.value = now.start || '' }} submitText=${t('booking.save')}
        submit=${(values) => api.post('bookings', send(values, ctx.zone))} cancel=${() => ctx.navigate(-1)} done=${done} />
    <//>`
  }
})

export const edit = defineView((ctx) => {
  const { t, api, params } = ctx
  const loaded = useLoad(async () => {
    const [booking, items] = await Promise.all([api.get(`bookings/${params.id}`), api.get('items', { size: 200 })])
    const known = items.items.filter((r) => r.mayBook || r.id === booking.resource.id)
    return { booking, known: known.some((r) => r.id === booking.resource.id) ? known : [...known, booking.resource] }
  })
  const valuesOf = (b) => ({ title: b.title || '', start: toLocal(b.start, ctx.zone), end: toLocal(b.end, ctx.zone), resource: b.resource.id })
  return () => {
    const title = t('booking.edit')
    const data = loaded.data.value
    const back = { text: t('booking.mine'), to: 'mine' }
    if (loaded.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${5} /><//>`
    const names = new Map(data.known.map((r) => [r.id, r.name]))
    return html`<${SyPage} title=${title} back=${back}>
      <${SyForm} id=${`booking-${params.id}`} value=${valuesOf(data.booking)} fields=${fields(ctx, data.known, params.id)} submitText=${t('booking.change')}
        submit=${(values) => api.put(`bookings/${params.id}`, send(values, ctx.zone), {
          match: data.booking, labels: Object.fromEntries(['title', 'start', 'end', 'resource'].map((key) => [key, t(`booking.${key}`)])),
          theirs: (current) => send(valuesOf(current), ctx.zone),
          show: (field, value) => (field === 'resource' ? names.get(value) || value : field === 'title' ? value : format.dateTime(value)),
        })}
        cancel=${() => ctx.navigate(-1)} done=${() => { toast.success(t('booking.changed')); ctx.navigate(-1) }} />
    <//>`
  }
})
