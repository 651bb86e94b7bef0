// Holidays and make-up workdays: which years are published, and one year's days to be looked at, changed, imported and published.
import { computed, onBeforeUnmount, ref } from 'vue'
import { announce, confirm, defineView, format, formDialog, guard, html, onChanged, SyButton, SyCard, SyEmpty, SyFacts, SyFileDrop, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { nextDay } from './days.js'

const LOOKS = { own: 'success', above: 'info', none: 'warning' }
const CHANGES = { added: 'success', changed: 'warning', same: 'neutral', gone: 'danger' }
const MOST = 120

export const years = defineView((ctx) => {
  const { t, can } = ctx
  const table = ref(null)
  onChanged(ctx, ['holidays'], () => table.value && table.value.reload())
  const columns = [
    { key: 'year', text: t('holidays.year'), to: (row) => `holidays/${row.year}` },
    { key: 'state', text: t('holidays.state'), render: (row) => html`<${SyStatus} kind=${LOOKS[row.state]} text=${t(`holidays.${row.state}`)} />` },
    { key: 'unit.name', text: t('holidays.by') },
    { key: 'counts', text: t('holidays.count'), render: (row) => (row.state === 'none' ? '—' : html`<span class="sy-num">${row.holidays} / ${row.workdays}</span>`) },
    { key: 'source', text: t('holidays.source') },
    { key: 'publishedAt', text: t('holidays.published'), render: (row) => (row.publishedAt ? t('holidays.by-whom', { who: row.publishedBy, when: format.dateTime(row.publishedAt) }) : '—') },
  ]
  const other = async () => {
    const chosen = await formDialog({ title: t('holidays.other-year'), id: 'holiday-year', draft: false, value: { year: undefined }, submitText: t('holidays.open'), submit: (v) => v,
      fields: [{ key: 'year', text: t('holidays.year'), type: 'number', required: true, min: 1970, max: 2200 }] })
    if (chosen) ctx.navigate(`holidays/${chosen.year}`)
  }
  return () => html`<${SyPage} title=${t('holidays.page')} lead=${t('holidays.lead')} back=${{ text: t('event.back'), to: '' }}
    actions=${[can('calendar.holidays') && { text: t('holidays.other-year'), icon: 'plus', run: other }]}>
    <${SyTable} ref=${table} id="calendar-years" load="years" columns=${columns} rowKey="year" size=${200} />
  <//>`
})

/** What the days of a file would do to those here. */
const compare = (now, read) => {
  const here = new Map(now.map((day) => [day.day, day]))
  const all = read.map((day) => {
    const old = here.get(day.day)
    here.delete(day.day)
    return { ...day, action: !old ? 'added' : old.kind === day.kind && old.name === day.name ? 'same' : 'changed' }
  })
  return [...all, ...[...here.values()].map((day) => ({ ...day, action: 'gone' }))].sort((a, b) => (a.day < b.day ? -1 : 1))
}

export const year = defineView((ctx) => {
  const { t, api, can, params } = ctx
  const path = `years/${params.year}`
  const back = { text: t('holidays.page'), to: 'holidays' }
  const rows = ref([])
  const source = ref('')
  const dirty = ref(false)
  const editing = ref(false)
  const busy = ref(false)
  const problem = ref(null)
  const dropping = ref(false)
  const share = ref(null)
  const preview = ref(null)
  const loaded = useLoad(async () => {
    const found = await api.get(path)
    rows.value = found.days.map((day) => ({ ...day }))
    source.value = found.source || ''
    dirty.value = false
    editing.value = can('calendar.holidays') && found.state !== 'above'
    return found
  })
  onChanged(ctx, ['holidays'], () => !dirty.value && !busy.value && loaded.reload())
  onBeforeUnmount(guard(() => dirty.value, () => confirm({ title: t('holidays.leave'), text: t('holidays.leave-text'), yes: t('holidays.leave-yes'), danger: true })))

  const touch = () => { dirty.value = true }
  const set = (row, key, value) => { row[key] = value; touch() }
  const remove = (row) => { rows.value = rows.value.filter((one) => one !== row); touch() }
  const add = async () => {
    const chosen = await formDialog({
      title: t('holidays.add'), id: 'holiday-add', draft: false, submitText: t('date.add'), value: { first: `${params.year}-01-01`, last: null, kind: 'holiday', name: '' }, submit: (v) => v,
      fields: [
        { key: 'first', text: t('holidays.first'), type: 'date', required: true, half: true, check: (v) => (v && v.slice(0, 4) !== params.year ? t('problem.day-of-other-year', { day: v, year: params.year }) : undefined) },
        { key: 'last', text: t('holidays.last'), type: 'date', half: true, help: t('holidays.last-help'),
          check: (v, all) => (!v ? undefined : v < all.first ? t('problem.end-before-start') : v.slice(0, 4) !== params.year ? t('problem.day-of-other-year', { day: v, year: params.year }) : undefined) },
        { key: 'kind', text: t('holidays.kind'), type: 'radio', options: ['holiday', 'workday'].map((value) => ({ value, text: t(`holidays.${value}`) })) },
        { key: 'name', text: t('holidays.name'), required: true, max: 50 },
      ],
    })
    if (!chosen) return
    const added = []
    for (let day = chosen.first; day <= (chosen.last || chosen.first) && added.length < MOST; day = nextDay(day)) added.push({ day, kind: chosen.kind, name: chosen.name.trim() })
    const replaced = new Set(added.map((one) => one.day))
    rows.value = [...rows.value.filter((one) => !replaced.has(one.day)), ...added].sort((a, b) => (a.day < b.day ? -1 : 1))
    touch()
  }
  const read = async (file) => {
    share.value = 0
    problem.value = null
    try {
      preview.value = await api.upload(`${path}/file`, file, { onProgress: (done) => (share.value = done) })
      dropping.value = false
      announce(t('holidays.preview-counts', counts.value))
    } catch (e) {
      problem.value = e
    } finally {
      share.value = null
    }
  }
  const compared = computed(() => (preview.value ? compare(rows.value, preview.value.days) : []))
  const counts = computed(() => Object.fromEntries(Object.keys(CHANGES).map((action) => [action, compared.value.filter((one) => one.action === action).length])))
  const take = () => {
    rows.value = preview.value.days.map((day) => ({ ...day }))
    preview.value = null
    touch()
    toast.success(t('holidays.taken'))
  }
  const publish = async () => {
    busy.value = true
    problem.value = null
    try {
      await api.put(path, { source: source.value.trim() || null, days: rows.value.map(({ day, kind, name }) => ({ day, kind, name })) }, {
        match: loaded.data.value, labels: { source: t('holidays.source'), days: t('holidays.days') },
        theirs: (now) => ({ source: now.source, days: now.days }),
        show: (field, value) => (field === 'days' ? (value || []).map((one) => `${one.day} ${t(`holidays.mark-${one.kind}`)} ${one.name}`).join(t('sep.list')) : value || t('value.none')),
      })
      dirty.value = false
      toast.success(t('holidays.done'))
      await loaded.reload()
    } catch (e) {
      if (!e.cancelled) problem.value = e
    } finally {
      busy.value = false
    }
  }
  const takeBack = async () => {
    if (!(await confirm({ title: t('holidays.take-back-ask', { year: params.year }), text: t('holidays.take-back-text'), yes: t('holidays.take-back'), danger: true }))) return
    try {
      await api.delete(path, { match: loaded.data.value })
      toast.success(t('holidays.taken-back'))
      dirty.value = false
      await loaded.reload()
    } catch (e) {
      if (!e.cancelled) problem.value = e
    }
  }

  const kindOf = (day) => html`<${SyStatus} kind=${day.kind === 'workday' ? 'warning' : 'success'} text=${t(`holidays.${day.kind}`)} />`
  const when = (day) => html`<span class="sy-num">${format.date(day.day)} ${format.weekday(day.day)}</span>`
  const shown = (row) => html`<li key=${row.day}><span class="calendar-date">${when(row)} ${kindOf(row)} <span>${row.name}</span></span></li>`
  const changing = (row) => html`<li key=${row.day} class="calendar-day">
    ${when(row)}
    <select class="calendar-kind" aria-label=${t('holidays.kind-of', { day: row.day })} value=${row.kind} onChange=${(e) => set(row, 'kind', e.target.value)}>
      ${['holiday', 'workday'].map((kind) => html`<option key=${kind} value=${kind} selected=${kind === row.kind}>${t(`holidays.${kind}`)}</option>`)}</select>
    <input class="calendar-name" type="text" maxlength="50" aria-label=${t('holidays.name-of', { day: row.day })} value=${row.name} onInput=${(e) => set(row, 'name', e.target.value)} />
    <button type="button" class="calendar-x" aria-label=${t('holidays.remove', { day: row.day })} onClick=${() => remove(row)}>×</button></li>`
  const facts = (y) => [
    { text: t('holidays.by'), value: y.unit.name },
    { text: t('holidays.published'), value: t('holidays.by-whom', { who: y.publishedBy, when: format.dateTime(y.publishedAt) }) },
    !editing.value && y.source && { text: t('holidays.source'), value: y.source },
    { text: t('holidays.count'), value: `${rows.value.filter((d) => d.kind === 'holiday').length} / ${rows.value.filter((d) => d.kind === 'workday').length}` },
  ].filter(Boolean)
  const fromFile = () => html`<${SyCard} title=${t('holidays.preview', { name: preview.value.name })}>
    <p role="status">${preview.value.days.length ? t('holidays.preview-counts', counts.value) : t('holidays.preview-nothing', { year: params.year })}</p>
    ${preview.value.days.length > 0 && html`<ul class="calendar-dates">${compared.value.map((day) => html`<li key=${day.day + day.action}>
      <span class="calendar-date">${when(day)} ${kindOf(day)} <span>${day.name}</span></span> <${SyStatus} kind=${CHANGES[day.action]} text=${t(`holidays.${day.action}`)} /></li>`)}</ul>`}
    ${preview.value.faults.length > 0 && html`<h2 class="calendar-faults">${t('import.faults')}</h2><ul class="calendar-notes">
      ${preview.value.faults.map((fault, i) => html`<li key=${i}>${t('holidays.fault', fault)}</li>`)}</ul>`}
    <div class="sy-row calendar-below">
      ${preview.value.days.length > 0 && html`<${SyButton} action=${{ text: t('holidays.take'), primary: true, run: take }} />`}
      <${SyButton} action=${{ text: t('holidays.cancel'), run: () => { preview.value = null } }} />
    </div>
  <//>`

  return () => {
    const y = loaded.data.value
    const title = t('holidays.title', { year: params.year })
    if (loaded.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!y) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${8} /><//>`
    const may = can('calendar.holidays')
    return html`<${SyPage} title=${title} back=${back} actions=${[
        editing.value && (dirty.value || y.state !== 'own') && { text: t('holidays.publish'), icon: 'check', primary: true, run: publish, loading: busy.value, disabled: !rows.value.length },
        editing.value && { text: t('holidays.add'), icon: 'plus', run: add },
        editing.value && { text: t('holidays.import'), icon: 'upload', run: () => { dropping.value = !dropping.value } },
        may && y.state === 'above' && !editing.value && { text: t('holidays.make-own'), icon: 'edit', run: () => { editing.value = true } },
        may && y.state === 'own' && { text: t('holidays.take-back'), icon: 'delete', danger: true, run: takeBack },
      ]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} />`}
      ${y.state === 'none' && html`<p class="sy-notice">${t('holidays.not-published', { year: params.year })}</p>`}
      ${y.state === 'above' && html`<p class="sy-notice">${t('holidays.from-above', { unit: y.unit.name })}</p>`}
      ${editing.value && dropping.value && html`<${SyFileDrop} accept=".xlsx,.csv,.ics" maxBytes=${1024 * 1024} text=${t('holidays.drop')} onFile=${read} share=${share.value} />`}
      ${preview.value && fromFile()}
      ${y.state !== 'none' && html`<${SyCard} title=${t(`holidays.${y.state}`)}><${SyFacts} items=${facts(y)} /><//>`}
      <${SyCard} title=${t('holidays.days')}>
        ${editing.value && html`<div class="calendar-source"><label for="calendar-source">${t('holidays.source')}</label>
          <input id="calendar-source" class="calendar-name" type="text" maxlength="500" value=${source.value} aria-describedby="calendar-source-help" onInput=${(e) => { source.value = e.target.value; touch() }} />
          <small id="calendar-source-help" class="sy-muted">${t('holidays.source-help')}</small></div>`}
        ${dirty.value && html`<p role="status" class="sy-muted">${t('holidays.unsaved')}</p>`}
        ${rows.value.length ? html`<ul class="calendar-dates">${rows.value.map((row) => (editing.value ? changing(row) : shown(row)))}</ul>`
          : editing.value ? html`<${SyEmpty} title=${t('holidays.none')} text=${t('holidays.none-yet')} icon="calendar" />` : html`<p class="sy-muted">${t('holidays.none')}</p>`}
      <//>
    <//>`
  }
})
