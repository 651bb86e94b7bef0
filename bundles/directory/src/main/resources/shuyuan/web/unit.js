// One unit: its place, its members, its history; also when it is closed or merged.
import { ref } from 'vue'
import { defineView, format, html, SyCard, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, useLoad } from '@shuyuan/ui'
import { onChanged, today } from './shared.js'
import { unitActions } from './unit-forms.js'

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const id = ctx.params.id
  const history = useLoad(() => api.get(`units/${id}/history`))
  const units = useLoad(() => api.get('units', { paths: false }))
  const kinds = useLoad(() => api.get('unit-kinds'))
  const table = ref()
  const reload = () => {
    history.reload()
    units.reload()
    table.value?.reload()
  }
  onChanged(ctx, ['person', 'unit'], reload)
  const all = () => units.data.value?.items ?? []
  const kind = (code) => kinds.data.value?.items.find((k) => k.id === code)?.text ?? code
  const actions = unitActions(ctx, { units: all, kinds: () => kinds.data.value?.items ?? [], reload, closed: () => ctx.navigate('units') })
  const back = { text: t('nav.units'), to: 'units' }
  const columns = [
    { key: 'person.name', text: t('field.name'), to: (row) => `people/${row.person.id}` },
    { key: 'person.number', text: t('field.number') },
    { key: 'position', text: t('field.position'), sort: true },
    { key: 'main', text: t('members.kind'), render: (row) => t(row.main ? 'members.main' : 'members.also') },
    { key: 'from', text: t('members.from'), sort: true, render: (row) => row.since ?? (row.from ? format.date(row.from) : '') },
    { key: 'to', text: t('members.to'), hidden: true, type: 'date' },
  ]
  const span = (s) => `${s.from ? format.date(s.from) : t('units.since-ever')} – ${s.to ? format.date(s.to) : t('people.until-now')}`

  return () => {
    if (history.problem.value) return html`<${SyPage} title=${t('route.unit')} back=${back}><${SyProblem} problem=${history.problem.value} retry=${history.reload} /><//>`
    const h = history.data.value
    if (!h || !kinds.data.value) return html`<${SyPage} title=${t('route.unit')} back=${back}><${SySkeleton} rows=${6} /><//>`
    const unit = all().find((u) => u.id === id)
    const now = h.states[0]
    const children = all().filter((u) => u.parent === id)
    const facts = [
      { text: t('units.kind'), value: kind(now.kind) },
      now.parent && { text: t('units.parent'), value: html`<a href=${ctx.href(`units/${now.parent.id}`)}>${now.parent.name}</a>` },
      unit && { text: t('units.all-people'), value: t('units.people', { count: unit.people }) },
      h.mergedInto && { text: t('units.merged-into'), value: html`<a href=${ctx.href(`units/${h.mergedInto.id}`)}>${h.mergedInto.name}</a>` },
      h.closedOn && { text: t('units.closed-on'), value: format.date(h.closedOn) },
      h.absorbed.length && { text: t('units.absorbed'), value: html`<span>${h.absorbed.map((u, i) => html`${i > 0 && t('place.and')}<a href=${ctx.href(`units/${u.id}`)}>${u.name}</a>`)}</span>` },
    ].filter(Boolean)
    return html`
      <${SyPage} title=${h.name} back=${back} lead=${h.closedOn ? t(h.mergedInto ? 'units.is-merged' : 'units.is-closed', { day: format.date(h.closedOn) }) : undefined}
        actions=${unit ? [...actions(unit).slice(1), actions(unit)[0] && { ...actions(unit)[0], primary: true }] : []}>
        <${SyCard} title=${t('people.facts')}>
          <${SyFacts} items=${facts} />
          ${unit && html`<p class="directory-more"><a href=${ctx.href(`people?within=${id}`)}>${t('units.see-people')}</a></p>`}
        <//>
        ${children.length > 0 && html`
          <${SyCard} title=${t('units.below')}>
            <ul class="directory-recent">${children.map((u) => html`<li key=${u.id}><a href=${ctx.href(`units/${u.id}`)}>${u.name}</a><span class="sy-muted sy-num">${kind(u.kind)} · ${t('units.people', { count: u.people })}</span></li>`)}</ul>
          <//>`}
        <${SyCard} title=${t('units.members')}>
          <${SyTable} ref=${table} id="unit-members" load=${`units/${id}/members`} columns=${columns} search=${t('members.search')}
            filters=${[{ key: 'on', text: t('units.as-of'), type: 'date', max: today(ctx) }]}
            empty=${{ title: t('members.none'), text: t(h.closedOn ? 'members.none-closed' : 'members.none-do') }} onRow=${(row) => ctx.navigate(`people/${row.person.id}`)} />
        <//>
        <${SyCard} title=${t('units.history')}>
          <ol class="directory-history">
            ${h.states.map((s, i) => html`
              <li key=${i}>
                <strong>${s.name}</strong> <span class="sy-muted">${kind(s.kind)}${s.parent ? ` · ${t('units.under', { name: s.parent.name })}` : ''}</span>
                <span class="sy-muted sy-num"> ${span(s)}</span>
                ${i === 0 && !s.to && html` <${SyStatus} kind="success" text=${t('units.now')} />`}
              </li>`)}
          </ol>
        <//>
        ${ctx.can('access.audit') && html`<${SyCard} title=${t('people.changes')}><${SyHistory} subject=${`directory.unit/${id}`} labels=${{ name: t('units.name'), kind: t('units.kind'), parent: t('units.parent'), order: t('units.order') }} words=${(key, value) => (key === 'kind' ? kind(value) : undefined)} /><//>`}
      <//>`
  }
})
