// The unit tree.
import { confirm, defineView, formDialog, html, SyCard, SyEmpty, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { KINDS, onChanged } from './shared.js'

export const tree = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('units'))
  onChanged(ctx, ['person', 'unit'], reload)
  const kinds = KINDS.map((kind) => ({ value: kind, text: t(`kind.${kind}`) }))
  const labels = { name: t('units.name'), kind: t('units.kind'), parent: t('units.parent'), order: t('units.order'), nature: t('units.nature') }

  const saved = (answer) => {
    if (!answer) return
    toast.success(t('people.saved'))
    reload()
  }
  const create = async (parent) => saved(await formDialog({
    title: t('units.new'),
    id: 'unit',
    fields: [
      { key: 'name', text: labels.name, required: true, max: 100 },
      { key: 'kind', text: labels.kind, type: 'select', options: kinds, required: true },
      { key: 'parent', text: labels.parent, type: 'unit', required: true },
      { key: 'nature', text: labels.nature, max: 60, help: t('units.nature-help'), show: (all) => all.kind === 'organisation' },
    ],
    value: { kind: 'department', parent: parent.id },
    submit: (values) => api.post('units', values),
  }))
  const edit = async (row) => {
    const unit = await api.get(`units/${row.id}`)
    saved(await formDialog({
      title: t('units.edit'),
      id: `unit-${row.id}`,
      fields: [
        { key: 'name', text: labels.name, required: true, max: 100 },
        { key: 'kind', text: labels.kind, type: 'select', options: kinds, required: true },
        { key: 'parent', text: labels.parent, type: 'unit', required: true, show: () => Boolean(unit.parent) },
        { key: 'nature', text: labels.nature, max: 60, help: t('units.nature-help'), show: (all) => all.kind === 'organisation' },
        { key: 'order', text: labels.order, type: 'number', min: 0, max: 100000 },
      ],
      value: { name: unit.name, kind: unit.kind, parent: unit.parent ?? undefined, order: unit.order, nature: unit.nature ?? undefined },
      submit: (values) => api.put(`units/${row.id}`, { ...values, parent: unit.parent ? values.parent : null }, {
        match: unit,
        labels,
        show: (field, value) => (field === 'parent' ? data.value?.items.find((u) => u.id === value)?.name : field === 'kind' ? t(`kind.${value}`) : undefined),
      }),
    }))
  }
  const close = async (row) => {
    if (!await confirm({ title: t('units.close'), text: t('units.close-text', { name: row.name }), yes: t('units.close'), danger: true })) return
    try {
      await api.delete(`units/${row.id}`, { match: await api.get(`units/${row.id}`) })
      toast.success(t('people.saved'))
      reload()
    } catch (failed) {
      toast.error(failed)
    }
  }

  const level = (items, parent, depth) => {
    const children = items.filter((u) => (parent ? u.parent === parent : !items.some((o) => o.id === u.parent)))
    if (!children.length) return null
    return html`
      <ul class=${depth ? 'directory-tree' : 'directory-tree directory-tree-top'}>
        ${children.map((u) => html`
          <li key=${u.id}>
            <div class="directory-unit">
              <a href=${ctx.href(`people?within=${u.id}`)}>${u.name}</a>
              <span class="sy-muted sy-num">${t(`kind.${u.kind}`)} · ${t('units.people', { count: u.people })}</span>
              ${ctx.can('directory.units') && html`
                <span class="directory-unit-actions sy-no-print">
                  <button type="button" class="directory-link" aria-label=${`${t('units.new')} ${u.name}`} onClick=${() => create(u)}>${t('units.new')}</button>
                  <button type="button" class="directory-link" aria-label=${`${t('units.edit')} ${u.name}`} onClick=${() => edit(u)}>${t('units.edit')}</button>
                  ${u.parent && !u.people && html`
                    <button type="button" class="directory-link" aria-label=${`${t('units.close')} ${u.name}`} onClick=${() => close(u)}>${t('units.close')}</button>`}
                </span>`}
            </div>
            ${level(items, u.id, depth + 1)}
          </li>`)}
      </ul>`
  }

  return () => html`
    <${SyPage} title=${t('nav.units')} actions=${[
      data.value?.items.length && ctx.can('directory.units') && { text: t('units.new'), icon: 'plus', primary: true, run: () => create(data.value.items[0]) },
    ]}>
      <${SyCard}>
        ${problem.value ? html`<${SyProblem} problem=${problem.value} retry=${reload} />`
          : !data.value ? html`<${SySkeleton} rows=${8} />`
            : data.value.items.length ? level(data.value.items, undefined, 0) : html`<${SyEmpty} title=${t('nav.units')} />`}
      <//>
    <//>`
})
