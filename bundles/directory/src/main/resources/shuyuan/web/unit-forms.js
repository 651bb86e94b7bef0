// What is done to a unit, from the tree and from its own page.
import { confirm, formDialog, toast } from '@shuyuan/ui'
import { today } from './shared.js'

/**
 * The actions a person may take on a unit.
 * @param {any} ctx
 * @param {{ units: () => any[], kinds: () => any[], reload: () => void, closed?: () => void }} around the units and kinds there are, and what to do afterwards
 */
export function unitActions(ctx, { units, kinds, reload, closed }) {
  const { t, api } = ctx
  const labels = { name: t('units.name'), kind: t('units.kind'), parent: t('units.parent'), order: t('units.order'), nature: t('units.nature'), on: t('units.on') }
  const options = () => kinds().map((kind) => ({ value: kind.id, text: kind.text }))
  const show = (field, value) => (field === 'parent' ? units().find((u) => u.id === value)?.name : field === 'kind' ? kinds().find((k) => k.id === value)?.text : undefined)
  /** @type {any} */
  const on = { key: 'on', text: labels.on, type: 'date', required: true, help: t('units.on-help') }
  const nature = { key: 'nature', text: labels.nature, max: 60, help: t('units.nature-help'), show: (all) => all.kind === 'organisation' }
  const done = (answer) => {
    if (!answer) return undefined
    toast.success(t('people.saved'))
    reload()
    return answer
  }
  // a unit never comes below itself
  const elsewhere = (row) => {
    const below = new Set([row.id])
    for (const u of units()) if (u.parent && below.has(u.parent)) below.add(u.id)
    return units().filter((u) => !below.has(u.id))
  }

  const create = async (parent) => done(await formDialog({
    title: t('units.new'),
    id: `unit-new-${parent.id}`,
    fields: [
      { key: 'name', text: labels.name, required: true, max: 100 },
      { key: 'kind', text: labels.kind, type: 'select', options: options(), required: true },
      { key: 'parent', text: labels.parent, type: 'unit', units: units(), required: true },
      nature,
      on,
    ],
    value: { kind: 'department', parent: parent.id, on: today(ctx) },
    submit: (values) => api.post('units', values),
  }))
  const edit = async (row) => {
    const unit = await api.get(`units/${row.id}`)
    done(await formDialog({
      title: t('units.edit'),
      id: `unit-${row.id}`,
      fields: [
        { key: 'name', text: labels.name, required: true, max: 100 },
        { key: 'kind', text: labels.kind, type: 'select', options: options(), required: true },
        nature,
        { key: 'order', text: labels.order, type: 'number', min: 0, max: 100000 },
        on,
      ],
      value: { name: unit.name, kind: unit.kind, order: unit.order, nature: unit.nature ?? undefined, on: today(ctx) },
      submit: (values) => api.put(`units/${row.id}`, { ...values, parent: unit.parent }, { match: unit, labels, show }),
    }))
  }
  const move = async (row) => {
    const unit = await api.get(`units/${row.id}`)
    done(await formDialog({
      title: t('units.move-title', { name: unit.name }),
      id: `unit-move-${row.id}`,
      submitText: t('units.move'),
      fields: [{ key: 'parent', text: t('units.move-to'), type: 'unit', units: elsewhere(row), required: true, help: t('units.move-help') }, on],
      value: { parent: unit.parent, on: today(ctx) },
      submit: (values) => api.put(`units/${row.id}`, { name: unit.name, kind: unit.kind, nature: unit.nature, ...values }, { match: unit, labels, show }),
    }))
  }
  const merge = async (row) => {
    const unit = await api.get(`units/${row.id}`)
    const into = done(await formDialog({
      title: t('units.merge-title', { name: unit.name }),
      id: `unit-merge-${row.id}`,
      submitText: t('units.merge'),
      fields: [{ key: 'into', text: t('units.merge-into'), type: 'unit', units: elsewhere(row), required: true, help: t('units.merge-help') }, on],
      value: { on: today(ctx) },
      submit: (values) => api.post(`units/${row.id}/merge`, values, { match: unit }),
    }))
    if (into) ctx.navigate(`units/${into.id}`)
  }
  const close = async (row) => {
    const unit = await api.get(`units/${row.id}`)
    if (!await confirm({ title: t('units.close'), text: t('units.close-text', { name: row.name }), yes: t('units.close'), danger: true })) return
    await api.delete(`units/${row.id}`, { match: unit })
    toast.success(t('people.saved'))
    ;(closed ?? reload)()
  }

  return (row) => (ctx.can('directory.units') ? [
    { text: t('units.new'), icon: 'plus', run: () => create(row) },
    { text: t('units.edit'), icon: 'edit', run: () => edit(row) },
    row.parent && { text: t('units.move'), icon: 'sort', run: () => move(row) },
    row.parent && { text: t('units.merge'), icon: 'connection', run: () => merge(row) },
    row.parent && { text: t('units.close'), icon: 'delete', danger: true, run: () => close(row) },
  ].filter(Boolean) : [])
}
