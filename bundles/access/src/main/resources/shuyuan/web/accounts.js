import { ref } from 'vue'
import { confirm, defineView, format, formDialog, html, SyCard, SyDialog, SyEmpty, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'

/** Initial passwords: shown once, to be printed. */
const slips = (t, made, close) => html`
  <${SyDialog} open=${made.value !== null} title=${t('accounts.initial')} wide=${true} onClose=${close}>${{
    default: () => made.value && html`
      <p role="status">${t('accounts.made', { count: made.value.created.length })}</p>
      <p class="sy-muted">${t('accounts.initial.once')}</p>
      <table class="access-slips">
        <thead><tr><th scope="col">${t('account.displayName')}</th><th scope="col">${t('account.name')}</th><th scope="col">${t('accounts.initial')}</th></tr></thead>
        <tbody>${made.value.created.map((one) => html`<tr key=${one.name}><td>${one.displayName}</td><td>${one.name}</td><td class="access-secret">${one.password}</td></tr>`)}</tbody>
      </table>
      ${made.value.skipped.length > 0 && html`
        <h3>${t('accounts.skipped')}</h3>
        <ul>${made.value.skipped.map((one) => html`<li key=${one.person}>${one.name}: ${t(`accounts.skipped.${one.reason}`)}</li>`)}</ul>`}`,
    footer: () => html`<div class="sy-row sy-no-print">
      <button type="button" class="el-button" onClick=${() => window.print()}>${t('accounts.print')}</button>
      <button type="button" class="el-button el-button--primary" onClick=${close}>${t('accounts.close')}</button></div>`,
  }}<//>`

const roleOptions = (roles) => roles.items.filter((role) => role.mayGive && !role.everything).map((role) => ({ value: role.key, text: role.name }))

export const list = defineView((ctx) => {
  const { t, api, can } = ctx
  const table = ref(null)
  const made = ref(null)
  const done = (answer) => {
    made.value = answer.created ? answer : { created: [answer], skipped: [] }
    table.value?.reload()
  }
  const offered = async () => [{ value: '', text: t('account.no-role') }, ...(can('access.roles') ? roleOptions(await api.get('roles')) : [])]
  const single = async () => {
    const options = await offered()
    const answer = await formDialog({
      title: t('accounts.new'), id: 'account', submitText: t('account.create'),
      fields: [
        { key: 'person', text: t('account.person'), type: 'person' },
        { key: 'name', text: t('account.name'), required: true, max: 64, help: t('account.name.help') },
        { key: 'displayName', text: t('account.displayName'), max: 100, required: true, show: (all) => !all.person },
        { key: 'role', text: t('account.role'), type: 'select', options },
      ],
      submit: (values) => api.post('accounts', { person: values.person || null, name: values.name, displayName: values.person ? null : values.displayName, role: values.role || null }),
    })
    if (answer) done(answer)
  }
  const many = async () => {
    const options = await offered()
    const answer = await formDialog({
      title: t('accounts.new-many'), id: 'accounts-many', submitText: t('accounts.new-many'),
      value: { role: options.some((one) => one.value === 'member') ? 'member' : '' },
      fields: [
        { key: 'about', text: '', type: 'static', render: () => html`<p>${t('accounts.many.text')}</p>` },
        { key: 'role', text: t('account.role'), type: 'select', options },
      ],
      submit: (values) => api.post('accounts', { everybody: true, role: values.role || null }),
    })
    if (answer) done(answer)
  }
  const columns = [
    { key: 'displayName', text: t('account.displayName'), sort: true, to: (row) => `accounts/${row.id}` },
    { key: 'name', text: t('account.name'), sort: true },
    { key: 'person.number', text: t('account.number') },
    { key: 'person.unit.name', text: t('account.unit') },
    { key: 'roleNames', text: t('account.roles') },
    { key: 'enabled', text: t('account.enabled'), render: (row) => state(t, row) },
    { key: 'signedInAt', text: t('account.signedInAt'), type: 'datetime', sort: true },
  ]
  return () => html`
    <${SyPage} title=${t('nav.accounts')} lead=${t('accounts.lead')} actions=${[
      { text: t('accounts.new-many'), icon: 'users', run: many },
      { text: t('accounts.new'), icon: 'plus', primary: true, run: single }]}>
      <${SyTable} ref=${table} id="accounts" load="accounts" columns=${columns} sort="name" search=${t('accounts.search')} export=${true}
        filters=${[{ key: 'enabled', text: t('account.enabled'), type: 'select', options: [{ value: 'true', text: t('account.state.enabled') }, { value: 'false', text: t('account.state.disabled') }] }]}
        empty=${{ title: t('accounts.empty'), text: t('accounts.empty.text'), action: { text: t('accounts.new-many'), run: many } }} />
      ${slips(t, made, () => { made.value = null })}
    <//>`
})

const state = (t, account) => html`<${SyStatus} kind=${!account.enabled ? 'neutral' : account.mustChangePassword ? 'warning' : 'success'}
  text=${t(!account.enabled ? 'account.state.disabled' : account.mustChangePassword ? 'account.state.initial' : 'account.state.enabled')} />`

export const show = defineView((ctx) => {
  const { t, api, can, params, unit } = ctx
  const made = ref(null)
  const { data, problem, reload } = useLoad(() => api.get(`accounts/${params.id}`))
  const change = async (values) => {
    await api.put(`accounts/${params.id}`, values, { match: data.value, labels: { name: t('account.name'), displayName: t('account.displayName') } })
    toast.success(t('account.saved'))
    reload()
  }
  const edit = () => formDialog({
    title: t('account.edit'), id: `account-${params.id}`, submitText: t('account.save'), value: { name: data.value.name, displayName: data.value.displayName },
    fields: [
      { key: 'name', text: t('account.name'), required: true, max: 64, help: t('account.name.help') },
      { key: 'displayName', text: t('account.displayName'), required: true, max: 100 },
    ],
    submit: change,
  })
  const attempt = async (work) => {
    try { await work() } catch (failure) { if (!failure.cancelled) toast.error(failure) }
  }
  const reset = async () => {
    const name = data.value.displayName
    if (await confirm({ title: t('account.reset'), text: t('account.reset.confirm', { name }), yes: t('account.reset'), danger: true })) {
      await attempt(async () => { made.value = { created: [await api.post(`accounts/${params.id}/password`)], skipped: [] }; reload() })
    }
  }
  const toggle = async () => {
    const name = data.value.displayName
    if (!data.value.enabled || await confirm({ title: t('account.disable'), text: t('account.disable.confirm', { name }), yes: t('account.disable'), danger: true })) {
      await attempt(() => change({ enabled: !data.value.enabled }))
    }
  }
  const give = async () => {
    const roles = await api.get('roles')
    const everything = roles.items.filter((role) => role.everything && roles.mayChange).map((role) => ({ value: role.key, text: role.name }))
    const given = await formDialog({
      title: t('grant.give'), id: 'grant', submitText: t('grant.give'), value: { unit: data.value.person?.unit?.id ?? unit.id, reach: 'subtree' },
      fields: [
        { key: 'role', text: t('account.role'), type: 'select', required: true, options: [...roleOptions(roles), ...everything] },
        { key: 'unit', text: t('grant.unit'), type: 'unit', required: true, help: t('grant.unit.help'), show: (all) => all.role !== 'system-administrator' },
        { key: 'reach', text: t('grant.reach'), type: 'radio', required: true, show: (all) => all.role !== 'system-administrator',
          options: [{ value: 'subtree', text: t('grant.reach.subtree') }, { value: 'unit', text: t('grant.reach.unit') }] },
        { key: 'since', text: t('grant.since'), type: 'date', half: true },
        { key: 'until', text: t('grant.until'), type: 'date', half: true },
      ],
      submit: (values) => api.post(`accounts/${params.id}/grants`, { role: values.role, unit: values.role === 'system-administrator' ? null : values.unit, subtree: values.reach !== 'unit', since: values.since || null, until: values.until || null }),
    })
    if (given) reload()
  }
  const take = async (grant) => {
    if (await confirm({ title: t('grant.take'), text: t('grant.take.confirm', { role: grant.roleName }), yes: t('grant.take'), danger: true })) {
      await attempt(async () => { await api.delete(`grants/${grant.id}`); reload() })
    }
  }
  const days = (grant) => [grant.since && `${t('grant.since')} ${format.date(grant.since)}`, grant.until && `${t('grant.until')} ${format.date(grant.until)}`].filter(Boolean).join(' ')
  return () => html`
    <${SyPage} title=${data.value?.displayName ?? t('account.title')} back=${{ text: t('nav.accounts'), to: '' }} actions=${data.value ? [
      { text: t('account.edit'), icon: 'edit', run: edit },
      can('access.roles') && { text: t('rights.what'), icon: 'view', to: `rights?tab=what&account=${params.id}` },
      { text: t('account.reset'), icon: 'key', run: reset },
      { text: t(data.value.enabled ? 'account.disable' : 'account.enable'), danger: data.value.enabled, run: toggle }] : []}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} retry=${reload} />`}
      ${!data.value && !problem.value && html`<${SySkeleton} rows=${5} />`}
      ${data.value && html`
        <${SyCard}><${SyFacts} items=${[
          { text: t('account.name'), value: data.value.name },
          { text: t('account.person'), value: data.value.person ? [data.value.person.name, data.value.person.number].filter(Boolean).join(' ') : '' },
          { text: t('account.unit'), value: data.value.person?.unit?.name ?? '' },
          { text: t('account.enabled'), value: t(!data.value.enabled ? 'account.state.disabled' : data.value.mustChangePassword ? 'account.state.initial' : 'account.state.enabled') },
          { text: t('account.signedInAt'), value: data.value.signedInAt ? format.dateTime(data.value.signedInAt) : '' }]} /><//>
        <${SyCard} title=${t('account.roles')} actions=${[can('access.roles') && { text: t('grant.give'), icon: 'plus', run: give }]}>
          ${data.value.roles.length === 0 ? html`<${SyEmpty} title=${t('grant.none')} />` : html`
            <ul class="access-list">${data.value.roles.map((grant) => html`
              <li key=${grant.id}><span>${grant.roleName} · ${grant.unit ? `${grant.unit.name}${grant.subtree ? '' : ` (${t('grant.reach.unit')})`}` : t('grant.everywhere')} <span class="sy-muted">${days(grant)}</span></span>
                <span class="sy-muted">${grant.delegated ? `${t('rights.delegated', { name: grant.grantedBy })}${t('grant.reason', { reason: grant.reason })}` : `${t('grant.by')} ${grant.grantedBy}`}</span>
                ${can('access.roles') && html`<button type="button" class="el-button" aria-label=${`${t('grant.take')} ${grant.roleName}`} onClick=${() => take(grant)}>${t('grant.take')}</button>`}</li>`)}
            </ul>`}
        <//>
        ${can('access.audit') && html`<${SyCard} title=${t('account.history')}><${SyHistory} subject=${`access.account/${params.id}`}
          labels=${{ name: t('account.name'), displayName: t('account.displayName'), enabled: t('account.enabled'), role: t('account.role'), unit: t('account.unit') }} /><//>`}`}
      ${slips(t, made, () => { made.value = null })}
    <//>`
})
