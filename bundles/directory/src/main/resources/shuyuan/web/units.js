// The unit tree: as it is, or as it was on a day. Only the rows in sight are drawn, so that thousands of units open at once.
import { computed, nextTick, ref, watch } from 'vue'
import { defineView, format, html, SyCard, SyDatePicker, SyEmpty, SyIcon, SyMenu, SyPage, SyProblem, SySkeleton, announce, useLoad } from '@shuyuan/ui'
import { onChanged, today } from './shared.js'
import { unitActions } from './unit-forms.js'

/** Trees up to this size open whole; of larger ones the first level. */
const WHOLE = 60
/** More rows than this scroll in a window of their own. */
const WINDOW = 150
const AROUND = 12

export const tree = defineView((ctx) => {
  const { t, api } = ctx
  const narrow = matchMedia('(max-width: 640px)').matches
  const height = narrow ? 60 : 48
  const { data, problem, reload } = useLoad(() => api.get('units', { on: ctx.query.on || undefined, paths: false }))
  const kinds = useLoad(() => api.get('unit-kinds'))
  onChanged(ctx, ['person', 'unit'], reload)
  watch(() => ctx.query.on, () => { data.value = undefined; reload() })

  const items = computed(() => data.value?.items ?? [])
  const past = computed(() => Boolean(ctx.query.on))
  const kindOf = computed(() => new Map((kinds.data.value?.items ?? []).map((k) => [k.id, k.text])))
  const actions = unitActions(ctx, { units: () => items.value, kinds: () => kinds.data.value?.items ?? [], reload })

  const below = computed(() => {
    const ids = new Set(items.value.map((u) => u.id))
    const map = new Map()
    for (const u of items.value) {
      const key = u.parent && ids.has(u.parent) ? u.parent : ''
      if (!map.has(key)) map.set(key, [])
      map.get(key).push(u)
    }
    return map
  })
  const opened = ref(/** @type {Set<string> | undefined} */ (undefined))
  watch(items, (list) => {
    if (!opened.value && list.length) opened.value = new Set((list.length <= WHOLE ? list : list.slice(0, 1)).map((u) => u.id))
  }, { immediate: true })

  const search = ref('')
  const found = computed(() => {
    const text = search.value.trim().toLowerCase()
    if (!text) return undefined
    const byId = new Map(items.value.map((u) => [u.id, u]))
    const kept = new Set()
    for (const unit of items.value) {
      if (!unit.name.toLowerCase().includes(text)) continue
      for (let at = unit; at && !kept.has(at.id); at = byId.get(at.parent)) kept.add(at.id)
    }
    return kept
  })
  const rows = computed(() => {
    const list = []
    const walk = (parent, level) => {
      const children = (below.value.get(parent) ?? []).filter((u) => !found.value || found.value.has(u.id))
      children.forEach((unit, i) => {
        const inner = (below.value.get(unit.id) ?? []).length > 0
        const open = inner && (found.value ? true : Boolean(opened.value?.has(unit.id)))
        list.push({ unit, level, inner, open, place: i + 1, of: children.length })
        if (open) walk(unit.id, level + 1)
      })
    }
    walk('', 1)
    return list
  })

  const grid = ref(/** @type {HTMLElement | undefined} */ (undefined))
  const top = ref(0)
  const current = ref('')
  const inWindow = computed(() => rows.value.length > WINDOW)
  const slice = computed(() => {
    if (!inWindow.value) return { from: 0, rows: rows.value }
    const from = Math.max(0, Math.floor(top.value / height) - AROUND)
    return { from, rows: rows.value.slice(from, from + Math.ceil(window.innerHeight / height) + 2 * AROUND) }
  })
  const toggle = (row, open = !row.open) => {
    if (!row.inner || found.value) return
    const next = new Set(opened.value)
    if (open) next.add(row.unit.id)
    else next.delete(row.unit.id)
    opened.value = next
  }
  const focus = async (index) => {
    const row = rows.value[Math.max(0, Math.min(rows.value.length - 1, index))]
    if (!row) return
    current.value = row.unit.id
    if (inWindow.value && grid.value) {
      const at = rows.value.indexOf(row) * height
      if (at < grid.value.scrollTop || at + height > grid.value.scrollTop + grid.value.clientHeight) grid.value.scrollTop = Math.max(0, at - grid.value.clientHeight / 2)
      top.value = grid.value.scrollTop
    }
    await nextTick()
    const line = /** @type {HTMLElement | null | undefined} */ (grid.value?.querySelector(`[data-unit="${row.unit.id}"]`))
    line?.focus()
  }
  const keys = (event, row) => {
    // inside a row the link and the button have the keys to themselves
    if (event.target !== event.currentTarget) return
    const index = rows.value.indexOf(row)
    const act = {
      ArrowDown: () => focus(index + 1),
      ArrowUp: () => focus(index - 1),
      Home: () => focus(0),
      End: () => focus(rows.value.length - 1),
      PageDown: () => focus(index + 10),
      PageUp: () => focus(index - 10),
      ArrowRight: () => (row.inner && !row.open ? toggle(row, true) : row.inner && focus(index + 1)),
      ArrowLeft: () => (row.open && !found.value ? toggle(row, false) : focus(rows.value.findIndex((r) => r.unit.id === row.unit.parent))),
      Enter: () => ctx.navigate(`units/${row.unit.id}`),
    }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const all = (open) => {
    opened.value = new Set(open ? items.value.map((u) => u.id) : items.value.slice(0, 1).map((u) => u.id))
    announce(t(open ? 'units.opened' : 'units.folded'))
  }

  const line = (row, index) => {
    const { unit } = row
    const inTab = current.value ? current.value === unit.id : index === 0
    const facts = [kindOf.value.get(unit.kind) ?? unit.kind, past.value ? '' : t('units.people', { count: unit.people })].filter(Boolean).join(' · ')
    const menu = past.value ? [] : actions(unit)
    return html`
      <div key=${unit.id} role="row" data-unit=${unit.id} class="directory-row" tabindex=${inTab ? 0 : -1} aria-level=${row.level} aria-posinset=${row.place} aria-setsize=${row.of}
        aria-rowindex=${index + 1} aria-expanded=${row.inner ? row.open : undefined} onKeydown=${(e) => keys(e, row)} onFocus=${() => (current.value = unit.id)}>
        <div role="gridcell" class="directory-row-name" style=${{ paddingLeft: `${Math.min(row.level - 1, 10) * (narrow ? 12 : 24)}px` }}>
          <button type="button" tabindex="-1" class=${row.inner ? 'directory-fold' : 'directory-fold is-leaf'} disabled=${!row.inner || Boolean(found.value)}
            aria-label=${t(row.open ? 'units.fold' : 'units.open', { name: unit.name })} onClick=${() => toggle(row)}><${SyIcon} name=${row.open ? 'down' : 'right'} /></button>
          <span class="directory-row-text">
            <a href=${ctx.href(`units/${unit.id}`)} tabindex=${inTab ? 0 : -1} title=${unit.name}>${unit.name}</a>
            <span class="sy-muted sy-num">${facts}</span>
          </span>
        </div>
        <div role="gridcell" class="directory-row-menu">${menu.length > 0 && html`<${SyMenu} actions=${menu} label=${t('units.actions', { name: unit.name })} small=${true} />`}</div>
      </div>`
  }

  const body = () => {
    if (problem.value) return html`<${SyProblem} problem=${problem.value} retry=${reload} />`
    if (!data.value) return html`<${SySkeleton} rows=${8} />`
    if (!items.value.length) return html`<${SyEmpty} icon="office" title=${t(past.value ? 'units.none-then' : 'units.none')} text=${past.value ? t('units.none-then-do') : undefined} />`
    if (!rows.value.length) return html`<${SyEmpty} icon="search" title=${t('units.not-found', { text: search.value.trim() })} action=${{ text: t('units.search-clear'), run: () => { search.value = '' } }} />`
    const shown = slice.value
    return html`
      <div ref=${grid} role="treegrid" aria-label=${t('nav.units')} aria-rowcount=${rows.value.length} class=${inWindow.value ? 'directory-grid in-window' : 'directory-grid'}
        onScroll=${(e) => { top.value = e.target.scrollTop }}>
        ${shown.from > 0 && html`<div role="presentation" style=${{ height: `${shown.from * height}px` }}></div>`}
        ${shown.rows.map((row, i) => line(row, shown.from + i))}
        ${inWindow.value && html`<div role="presentation" style=${{ height: `${Math.max(0, rows.value.length - shown.from - shown.rows.length) * height}px` }}></div>`}
      </div>`
  }

  return () => html`
    <${SyPage} title=${t('nav.units')} lead=${past.value ? t('units.then', { day: format.date(ctx.query.on) }) : undefined} actions=${[
      ctx.can('access.roles') && { text: t('units.rights'), icon: 'key', to: '/access/rights' },
      ctx.can('directory.units') && { text: t('kinds.page'), icon: 'setting', to: 'unit-kinds' },
      !past.value && items.value.length > 0 && ctx.can('directory.units') && { text: t('units.new'), icon: 'plus', primary: true, run: () => actions(items.value[0])[0].run() },
    ]}>
      <${SyCard}>
        <div class="directory-tools sy-no-print">
          <input type="search" class="directory-input" aria-label=${t('units.search')} placeholder=${t('units.search')} value=${search.value} onInput=${(e) => { search.value = e.target.value }} />
          <${SyDatePicker} modelValue=${ctx.query.on ?? null} label=${t('units.as-of')} placeholder=${t('units.as-of')} max=${today(ctx)} onChange=${(on) => ctx.setQuery({ on: on || undefined })} />
          ${below.value.size > 2 && html`<span class="sy-row"><button type="button" class="directory-link" onClick=${() => all(true)}>${t('units.open-all')}</button>
            <button type="button" class="directory-link" onClick=${() => all(false)}>${t('units.fold-all')}</button></span>`}
        </div>
        ${body()}
      <//>
    <//>`
})
