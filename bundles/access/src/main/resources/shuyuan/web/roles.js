import { confirm, defineView, formDialog, html, SyCard, SyPage, SyProblem, SySkeleton, SyStatus, toast, useLoad } from '@shuyuan/ui'

const languages = ['zh-CN', 'zh-TW', 'en']

export const list = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('roles'))
  const text = (id) => data.value.permissions.flatMap((one) => one.permissions).find((p) => p.id === id)?.text ?? id
  /** Boxes to tick, by module; of an own role only what its maker could put there, and what is there already. */
  const boxes = (offered) => data.value.permissions.map((one) => ({ ...one, permissions: one.permissions.filter((p) => !offered || offered.includes(p.id)) }))
    .filter((one) => one.permissions.length).map((one) => ({ key: `p-${one.module}`, text: one.name, type: 'checkbox', options: one.permissions.map((p) => ({ value: p.id, text: p.text })) }))
  const ticked = (permissions) => Object.fromEntries(data.value.permissions.map((one) => [`p-${one.module}`, one.permissions.map((p) => p.id).filter((id) => permissions.includes(id))]))
  const chosen = (values, before = []) => {
    const known = data.value.permissions.flatMap((one) => one.permissions.map((p) => p.id))
    return [...Object.entries(values).filter(([key]) => key.startsWith('p-')).flatMap(([, ids]) => ids ?? []), ...before.filter((id) => !known.includes(id))]
  }
  const done = (saved) => {
    if (saved) {
      toast.success(t('account.saved'))
      reload()
    }
  }
  const change = async (role) => done(await formDialog({
    title: `${t('roles.change')}: ${role.name}`, id: `role-${role.key}`, submitText: t('account.save'), value: ticked(role.permissions), fields: boxes(),
    submit: (values) => api.put(`roles/${role.key}`, { permissions: chosen(values, role.permissions) }, { match: { ...role, version: role.version } }),
  }))
  const texts = (kind, values) => Object.fromEntries(languages.map((one) => [one, values[`${kind}-${one}`]]).filter(([, value]) => value))
  const own = async (role) => done(await formDialog({
    title: role ? `${t('roles.edit-own')}: ${role.name}` : t('roles.new'), id: `own-role-${role?.key ?? 'new'}`, submitText: t('account.save'), lead: t('roles.own.lead'),
    value: role ? { ...ticked(role.permissions), ...Object.fromEntries(languages.flatMap((one) => [[`names-${one}`, role.names[one] ?? ''], [`descriptions-${one}`, role.descriptions[one] ?? '']])) } : {},
    fields: [
      { key: 'names-zh-CN', text: t('roles.name'), required: true, max: 60 },
      { key: 'descriptions-zh-CN', text: t('roles.about'), max: 200 },
      { key: 'names-zh-TW', text: t('roles.name.zh-TW'), max: 60, half: true, group: t('roles.other-languages') },
      { key: 'names-en', text: t('roles.name.en'), max: 60, half: true, group: t('roles.other-languages') },
      ...boxes([...data.value.definable, ...(role?.permissions ?? [])]).map((field) => ({ ...field, group: t('roles.permissions') })),
    ],
    submit: (values) => {
      const body = { names: texts('names', values), descriptions: { ...(role?.descriptions ?? {}), ...texts('descriptions', values) }, permissions: chosen(values, role?.permissions) }
      return role ? api.put(`roles/own/${role.key}`, body, { match: { ...role, version: role.version } }) : api.post('roles', body)
    },
  }))
  const remove = async (role) => {
    if (!(await confirm({ title: t('roles.remove'), text: t('roles.remove.ask', { role: role.name }), yes: t('roles.remove'), danger: true }))) return
    try {
      await api.delete(`roles/own/${role.key}`, { match: { ...role, version: role.version } })
      toast.success(t('roles.removed'))
      reload()
    } catch (failure) {
      if (!failure.cancelled) toast.error(failure)
    }
  }
  const actions = (role) => role.own
    ? [role.mayChange && { text: t('roles.edit-own'), icon: 'edit', run: () => own(role) }, role.mayChange && { text: t('roles.remove'), icon: 'delete', danger: true, run: () => remove(role) }]
    : [data.value.mayChange && !role.everything && { text: t('roles.change'), icon: 'edit', run: () => change(role) }]
  return () => html`
    <${SyPage} title=${t('nav.roles')} lead=${t('roles.lead')} actions=${[
      ctx.can('access.roles') && { text: t('rights.who'), icon: 'view', to: 'rights' },
      data.value?.definable.length && { text: t('roles.new'), icon: 'plus', primary: true, run: () => own() }]}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} retry=${reload} />`}
      ${!data.value && !problem.value && html`<${SySkeleton} rows=${6} />`}
      ${data.value && !data.value.mayChange && html`<p class="sy-muted">${t('roles.only-system')}</p>`}
      ${data.value && data.value.items.map((role) => html`
        <${SyCard} key=${role.key} title=${role.name} actions=${actions(role)}>
          ${role.own && html`<p><${SyStatus} kind="neutral" text=${t('roles.own', { unit: role.unit?.name ?? '' })} /></p>`}
          ${role.description && html`<p>${role.description}</p>`}
          <p class="sy-muted">${role.everything ? t('roles.everything') : t('roles.count', { count: role.permissions.length })}</p>
          ${!role.everything && role.permissions.length > 0 && html`<ul class="access-permissions">${role.permissions.map((id) => html`<li key=${id}>${text(id)}${
            role.added.includes(id) && !role.own && html` <span class="sy-muted">${t('rights.origin.added')}</span>`}</li>`)}</ul>`}
        <//>`)}
    <//>`
})
