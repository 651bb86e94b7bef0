// One audience group: who is in it and why; its rule, edited with a live count.
import { computed, ref, watch } from 'vue'
import { confirm, defineView, etagOf, formDialog, html, SyCard, SyFacts, SyForm, SyHistory, SyPage, SyProblem, SySkeleton, SyTable, toast, useLoad } from '@shuyuan/ui'
import { onChanged } from './shared.js'
import { readRule, ruleEditor, ruleText, writeRule } from './rule.js'

/** What rules speak of. */
const useAround = (api) => {
  const { data } = useLoad(async () => {
    const [kinds, groups, units] = await Promise.all([api.get('unit-kinds'), api.get('groups'), api.get('units', { paths: false })])
    return { kinds: kinds.items, groups: groups.items, units: units.items }
  })
  return data
}
const whyText = (t, row) => (row.because.length ? row.because.map((f) => t(`rule.${f}`)).join(t('place.and')) : t('groups.named'))

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const id = ctx.params.id
  const { data, problem, reload } = useLoad(() => api.get(`groups/${id}`))
  const around = useAround(api)
  const table = ref()
  const again = () => {
    reload()
    table.value?.reload()
  }
  onChanged(ctx, ['group', 'person', 'unit'], again)
  const add = async () => {
    const done = await formDialog({
      title: t('groups.add'),
      id: `group-add-${id}`,
      fields: [{ key: 'people', text: t('nav.people'), type: 'people', required: true }],
      value: { people: [] },
      submit: (values) => api.post(`groups/${id}/members`, values).then(() => true),
    })
    if (done) {
      toast.success(t('people.saved'))
      again()
    }
  }
  const remove = async (row) => {
    await api.delete(`groups/${id}/members/${row.id}`)
    toast.success(t('people.saved'))
    again()
  }
  const close = async () => {
    if (!await confirm({ title: t('groups.close'), text: t('groups.close-text', { name: data.value.text }), yes: t('groups.close'), danger: true })) return
    await api.delete(`groups/${id}`, { match: data.value })
    ctx.navigate('groups')
  }
  return () => {
    const back = { text: t('nav.groups'), to: 'groups' }
    if (problem.value) return html`<${SyPage} title=${t('groups.one')} back=${back}><${SyProblem} problem=${problem.value} retry=${reload} /><//>`
    const g = data.value
    if (!g || !around.value) return html`<${SyPage} title=${t('groups.one')} back=${back}><${SySkeleton} rows=${6} /><//>`
    const columns = [
      { key: 'name', text: t('field.name'), to: (row) => `people/${row.id}` },
      { key: 'number', text: t('field.number') },
      { key: 'unit.name', text: t('field.unit') },
      { key: 'position', text: t('field.position') },
      { key: 'because', text: t('groups.why'), render: (row) => whyText(t, row) },
    ]
    return html`
      <${SyPage} title=${g.text} back=${back} lead=${g.open ? undefined : t('groups.closed')} actions=${[
        g.writable && { text: t('groups.close'), icon: 'delete', danger: true, run: close },
        g.writable && !g.byRule && { text: t('groups.add'), icon: 'plus', run: add },
        g.writable && { text: t('people.edit'), icon: 'edit', primary: true, to: `groups/${id}/edit` },
      ]}>
        <${SyCard} title=${t('people.facts')}>
          <${SyFacts} items=${[
            { text: t('groups.whose'), value: g.unit?.name ?? t('groups.portal') },
            { text: t('groups.kind'), value: t(g.byRule ? 'groups.by-rule' : 'groups.by-hand') },
            g.byRule && { text: t('groups.rule'), value: ruleText(t, g.rule, around.value) },
            g.note && { text: t('field.note'), value: g.note },
          ].filter(Boolean)} />
        <//>
        <${SyCard} title=${t('groups.members')}>
          <${SyTable} ref=${table} id="group-members" load=${`groups/${id}/members`} columns=${columns} search=${t('groups.search')} filters=${[{ key: 'on', text: t('units.as-of'), type: 'date' }]}
            rowActions=${(row) => (g.writable && !g.byRule && !ctx.query.on ? [{ text: t('groups.remove'), icon: 'delete', run: () => remove(row) }] : [])}
            empty=${{ title: t('groups.nobody'), text: t(g.byRule ? 'groups.nobody-rule' : 'groups.nobody-hand') }} />
        <//>
        ${ctx.can('access.audit') && html`<${SyCard} title=${t('people.changes')}><${SyHistory} key=${etagOf(g)} subject=${`directory.group/${id}`} labels=${{ name: t('groups.name'), rule: t('groups.rule'), note: t('field.note') }} /><//>`}
      <//>`
  }
})

export const edit = defineView((ctx) => {
  const { t, api } = ctx
  const id = ctx.params.id
  const loaded = id ? useLoad(() => api.get(`groups/${id}`)) : undefined
  const around = useAround(api)
  const edited = ref(/** @type {any} */ (readRule(undefined)))
  const fixed = ref(/** @type {any} */ (undefined))
  if (loaded) {
    watch(loaded.data, (g) => {
      if (!g?.byRule) return
      edited.value = readRule(g.rule)
      if (!edited.value) fixed.value = g.rule
    }, { immediate: true })
  }
  const rule = computed(() => fixed.value ?? writeRule(edited.value))
  const byRule = ref(true)
  const trial = ref(/** @type {any} */ (undefined))
  const wrong = ref(/** @type {any} */ (undefined))
  let timer
  let turn = 0
  // a moment after the last key: each answer asks the whole unit
  watch(rule, (now) => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const mine = ++turn
      try {
        const answer = await api.post('groups/trial', { rule: now })
        if (mine === turn) {
          trial.value = answer
          wrong.value = undefined
        }
      } catch (failed) {
        if (mine === turn) wrong.value = failed
      }
    }, 400)
  }, { immediate: true, deep: true })

  return () => {
    const title = t(id ? 'groups.change' : 'groups.new')
    const back = { text: t('nav.groups'), to: id ? `groups/${id}` : 'groups' }
    if (loaded?.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    const group = loaded?.data.value
    if (id && !group || !around.value) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${8} /><//>`
    const ruled = id ? group.byRule : byRule.value
    const value = group ? { ...group, unit: group.unit?.id, by: group.byRule ? 'rule' : 'hand' } : { unit: ctx.unit.id, by: 'rule', name: {} }
    const others = { ...around.value, groups: around.value.groups.filter((g) => g.id !== id) }
    const fields = [
      { key: 'name.zh-CN', text: t('names.zh-cn'), required: true, max: 60 },
      { key: 'name.zh-TW', text: t('names.zh-tw'), max: 60, half: true },
      { key: 'name.en', text: t('names.en'), max: 60, half: true, help: t('names.help') },
      !id && { key: 'unit', text: t('groups.whose'), type: 'unit', units: around.value.units, required: true, help: t('groups.whose-help') },
      !id && { key: 'by', text: t('groups.kind'), type: 'radio', required: true, options: [{ value: 'rule', text: t('groups.by-rule') }, { value: 'hand', text: t('groups.by-hand') }] },
      { key: 'note', text: t('field.note'), type: 'textarea', max: 500 },
      { key: 'order', text: t('units.order'), type: 'number', min: 0, max: 100000, half: true },
      {
        key: 'rule', text: t('groups.rule'), type: 'custom', show: (all) => { byRule.value = all.by !== 'hand'; return ruled },
        render: () => (fixed.value ? html`<div><p class="sy-muted">${t('rule.fixed')}</p>${ruleText(t, fixed.value, others)}</div>` : ruleEditor(t, edited.value, (next) => { edited.value = next }, others)),
      },
    ]
    const names = (v) => ({ 'zh-CN': v['name.zh-CN'], 'zh-TW': v['name.zh-TW'], en: v['name.en'] })
    const body = (v) => ({ unit: id ? undefined : v.unit, name: names(v), note: v.note, order: v.order, rule: (id ? group.byRule : v.by === 'rule') ? rule.value : null })
    const submit = (v) => (id ? api.put(`groups/${id}`, body(v), { match: group, labels: { name: t('groups.name'), rule: t('groups.rule'), note: t('field.note') } }) : api.post('groups', body(v)))
    return html`
      <${SyPage} title=${title} back=${back}>
        <${SyForm} id=${id ? `group-${id}` : 'group'} value=${{ 'name.zh-CN': value.name['zh-CN'], 'name.zh-TW': value.name['zh-TW'], 'name.en': value.name.en, unit: value.unit, by: value.by, note: value.note ?? undefined, order: value.order }} fields=${fields.filter(Boolean)}
          submit=${submit} done=${(saved) => { toast.success(t('people.saved')); ctx.navigate(`groups/${saved.id}`, { replace: true }) }} cancel=${() => ctx.navigate(-1)} />
        ${ruled && html`
          <${SyCard} title=${t('groups.trial')}>
            <div aria-live="polite">
              ${wrong.value ? html`<p class="directory-hint">${wrong.value.errors?.[0]?.message ?? wrong.value.title}</p>`
                : !trial.value ? html`<${SySkeleton} rows=${2} />`
                  : html`<p><strong class="sy-num">${t('groups.trial-count', { count: trial.value.total })}</strong> <span class="sy-muted">${t('groups.trial-at', { unit: ctx.unit.name })}</span></p>`}
            </div>
            ${!wrong.value && trial.value?.items.length > 0 && html`
              <ul class="directory-recent">${trial.value.items.slice(0, 20).map((row) => html`<li key=${row.id}><a href=${ctx.href(`people/${row.id}`)}>${row.name}</a><span>${row.unit.name} ${row.position}</span><span class="sy-muted">${whyText(t, row)}</span></li>`)}</ul>
              ${trial.value.total > 20 && html`<p class="sy-muted">${t('groups.trial-more', { count: trial.value.total - 20 })}</p>`}`}
          <//>`}
      <//>`
  }
})
