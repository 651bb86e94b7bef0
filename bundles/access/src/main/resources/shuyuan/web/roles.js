import { defineView, formDialog, html, SyCard, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'

export const list = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('roles'))
  const change = async (role) => {
    const saved = await formDialog({
      title: `${t('roles.change')}: ${role.name}`, id: `role-${role.key}`, submitText: t('account.save'),
      value: Object.fromEntries(data.value.permissions.map((one) => [one.module, one.permissions.map((p) => p.id).filter((id) => role.permissions.includes(id))])),
      fields: data.value.permissions.map((one) => ({ key: one.module, text: one.name, type: 'checkbox', options: one.permissions.map((p) => ({ value: p.id, text: p.text })) })),
      submit: (values) => {
        const known = data.value.permissions.flatMap((one) => one.permissions.map((p) => p.id))
        const kept = role.permissions.filter((id) => !known.includes(id))
        return api.put(`roles/${role.key}`, { permissions: [...Object.values(values).flat(), ...kept] }, { match: { ...role, version: role.version } })
      },
    })
    if (saved) {
      toast.success(t('account.saved'))
      reload()
    }
  }
  const text = (id) => data.value.permissions.flatMap((one) => one.permissions).find((p) => p.id === id)?.text ?? id
  return () => html`
    <${SyPage} title=${t('nav.roles')} lead=${t('roles.lead')}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} retry=${reload} />`}
      ${!data.value && !problem.value && html`<${SySkeleton} rows=${6} />`}
      ${data.value && !data.value.mayChange && html`<p class="sy-muted">${t('roles.only-system')}</p>`}
      ${data.value && data.value.items.map((role) => html`
        <${SyCard} key=${role.key} title=${role.name} actions=${[data.value.mayChange && !role.everything && { text: t('roles.change'), icon: 'edit', run: () => change(role) }]}>
          <p class="sy-muted">${role.everything ? t('roles.everything') : t('roles.count', { count: role.permissions.length })}</p>
          ${!role.everything && role.permissions.length > 0 && html`<ul class="access-permissions">${role.permissions.map((id) => html`<li key=${id}>${text(id)}</li>`)}</ul>`}
        <//>`)}
    <//>`
})
