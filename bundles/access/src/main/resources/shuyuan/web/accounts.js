import { ref } from 'vue'
import { confirm, defineView, format, formDialog, html, SyButton, SyCard, SyDialog, SyEmpty, SyFacts, SyHistory, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { links } from './links.js'

/** Initial passwords: shown once, to be printed and cut into slips; only the button that says so closes them, not a slip of the hand. */
const slips = (t, made, close) => html`
  <${SyDialog} open=${made.value !== null} title=${t('accounts.initial')} wide=${true} keep=${true} onClose=${close}>${{
    default: () => made.value && html`
      <div class="sy-no-print">
        <p role="status">${t('accounts.made', { count: made.value.created.length })}</p>
        <p class="sy-muted">${t('accounts.initial.once')}</p>
        ${made.value.skipped.length > 0 && html`
          <h3>${t('accounts.skipped')}</h3>
          <ul>${made.value.skipped.map((one) => html`<li key=${one.person}>${one.name}: ${t(`accounts.skipped.${one.reason}`)}</li>`)}</ul>`}
      </div>
      <ul class="access-slips">${made.value.created.map((one) => html`
        <li key=${one.name}>
          <strong>${one.displayName}</strong>${one.unit && html` <span>${one.unit}</span>`}
          <dl><dt>${t('accounts.slip.address')}</dt><dd>${location.origin}</dd><dt>${t('account.name')}</dt><dd>${one.name}</dd>
            <dt>${t('accounts.initial')}</dt><dd class="access-secret">${one.password}</dd></dl>
          <small>${one.until && t('accounts.slip.until', { date: format.date(one.until) })} ${t('accounts.slip.note')}</small>
        </li>`)}</ul>`,
    footer: () => html`<div class="sy-row sy-no-print">
      <button type="button" class="el-button" onClick=${() => printSlips()}>${t('accounts.print')}</button>
      <button type="button" class="el-button el-button--primary" onClick=${close}>${t('accounts.close')}</button></div>`,
  }}<//>`

/** Prints the dialog alone: the list behind it is nobody's business on the slips. */
const printSlips = () => {
  document.body.classList.add('access-printing')
  window.addEventListener('afterprint', () => document.body.classList.remove('access-printing'), { once: true })
  window.print()
}

const roleOptions = (roles) => roles.items.filter((role) => role.mayGive && !role.everything).map((role) => ({ value: role.key, text: role.name }))

export const list = defineView((ctx) => {
  const { t, api, can } = ctx
  const table = ref(null)
  const made = ref(null)
  const planned = ref(null)
  const policy = useLoad(() => (can('access.roles') ? api.get('policy') : null))
  const ask = async (secondFactor) => {
    if (secondFactor && !(await confirm({ title: t('policy.second-factor'), text: t('policy.ask'), yes: t('policy.turn-on') }))) return
    try {
      await api.put('policy', { secondFactor })
      // it holds for the one who asked for it, too: nothing else can be done first
      const own = await api.get('me/second-factor')
      if (own.required && !own.enrolled) return location.assign('/account?tab=factor')
      policy.reload()
    } catch (failure) {
      toast.error(failure)
    }
  }
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
  /** First who would get which account, then the accounts. */
  const many = async () => {
    const options = await offered()
    const wanted = await formDialog({
      title: t('accounts.new-many'), id: 'accounts-many', submitText: t('accounts.plan'),
      value: { who: 'everybody', naming: 'number', role: options.some((one) => one.value === 'member') ? 'member' : '' },
      fields: [
        { key: 'about', text: '', type: 'static', render: () => html`<p>${t('accounts.many.text')}</p>` },
        { key: 'who', text: t('accounts.who'), type: 'radio', options: [{ value: 'everybody', text: t('accounts.who.everybody') }, { value: 'chosen', text: t('accounts.who.chosen') }] },
        { key: 'people', text: t('accounts.people'), type: 'people', required: true, show: (all) => all.who === 'chosen' },
        { key: 'naming', text: t('accounts.naming'), type: 'radio', options: [{ value: 'number', text: t('accounts.naming.number') }, { value: 'pinyin', text: t('accounts.naming.pinyin') }] },
        { key: 'role', text: t('account.role'), type: 'select', options },
      ],
      submit: async (values) => {
        const body = { ...(values.who === 'chosen' ? { people: values.people } : { everybody: true }), naming: values.naming, role: values.role || null }
        return { body, plan: await api.post('accounts/plan', body) }
      },
    })
    if (wanted) planned.value = wanted
  }
  const make = async () => {
    const wanted = planned.value
    if (!wanted) return
    // gone before anything is sent: a second answer would say that everybody has an account, and cover the passwords of the first
    planned.value = null
    try {
      done(await api.post('accounts', wanted.body))
    } catch (failure) {
      planned.value = wanted
      throw failure
    }
  }
  const plan = () => html`
    <${SyDialog} open=${planned.value !== null} title=${t('accounts.plan')} wide=${true} onClose=${() => { planned.value = null }}>${{
      default: () => planned.value && html`
        <p role="status">${planned.value.plan.accounts.length ? t('accounts.plan.text', { count: planned.value.plan.accounts.length }) : t('accounts.plan.none')}</p>
        ${planned.value.plan.accounts.length > 0 && html`<div class="access-changes" tabindex="0" role="region" aria-label=${t('accounts.plan')}><table>
          <thead><tr><th scope="col">${t('account.displayName')}</th><th scope="col">${t('account.number')}</th><th scope="col">${t('account.unit')}</th><th scope="col">${t('account.name')}</th></tr></thead>
          <tbody>${planned.value.plan.accounts.map((one) => html`<tr key=${one.person}><td>${one.name}</td><td>${one.number}</td><td>${one.unit}</td><td>${one.account}</td></tr>`)}</tbody></table></div>`}
        ${planned.value.plan.skipped.length > 0 && html`<h3>${t('accounts.skipped')}</h3>
          <ul>${planned.value.plan.skipped.map((one) => html`<li key=${one.person}>${one.name}: ${t(`accounts.skipped.${one.reason}`)}</li>`)}</ul>`}`,
      footer: () => html`<div class="sy-row">
        <button type="button" class="el-button" onClick=${() => { planned.value = null }}>${t('accounts.cancel')}</button>
        <${SyButton} action=${{ text: t('accounts.plan.make'), primary: true, disabled: !planned.value?.plan.accounts.length, run: make }} /></div>`,
    }}<//>`
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
      ${policy.data.value && html`<${SyCard} title=${t('policy.second-factor')} actions=${[policy.data.value.here
        ? { text: t('policy.turn-off'), run: () => ask(false) } : { text: t('policy.turn-on'), icon: 'lock', run: () => ask(true) }]}>
        <p><${SyStatus} kind=${policy.data.value.here || policy.data.value.above ? 'success' : 'neutral'} text=${policy.data.value.above
          ? t('policy.above', { unit: policy.data.value.above }) : t(policy.data.value.here ? 'policy.on' : 'policy.off')} /></p><//>`}
      ${plan()}
      ${slips(t, made, () => { made.value = null })}
    <//>`
})

const state = (t, account) => html`<${SyStatus} kind=${!account.enabled ? 'neutral' : account.mustChangePassword ? 'warning' : 'success'}
  text=${t(!account.enabled ? 'account.state.disabled' : account.mustChangePassword ? 'account.state.initial' : 'account.state.enabled')} />`

export const show = defineView((ctx) => {
  const { t, api, can, params, unit } = ctx
  const made = ref(null)
  const { data, problem, reload } = useLoad(() => api.get(`accounts/${params.id}`))
  const sources = links(ctx, params.id)
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
  const sessions = useLoad(() => api.get(`accounts/${params.id}/sessions`))
  const end = async (one) => {
    const name = data.value.displayName
    if (await confirm({ title: t(one ? 'account.sessions.end' : 'account.sessions.end-all'), text: t('account.sessions.end.ask', { name }), yes: t('account.sessions.end'), danger: true })) {
      await attempt(async () => { await api.delete(`accounts/${params.id}/sessions${one ? `/${one.id}` : ''}`); sessions.reload() })
    }
  }
  const resetFactor = async () => {
    const name = data.value.displayName
    if (await confirm({ title: t('account.factor.reset'), text: t('account.factor.reset.confirm', { name }), yes: t('account.factor.reset'), danger: true })) {
      await attempt(async () => { await api.post(`accounts/${params.id}/second-factor/reset`); toast.success(t('account.saved')); reload(); sessions.reload() })
    }
  }
  const tries = [
    { key: 'at', text: t('account.at'), type: 'datetime' },
    { key: 'outcome', text: t('account.outcome'), render: (row) => html`<${SyStatus} kind=${row.outcome === 'success' ? 'success' : 'danger'} text=${t(`account.outcome.${row.outcome}`)} />` },
    { key: 'device', text: t('account.device') },
    { key: 'address', text: t('account.address') },
  ]
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
      title: t('grant.give'), id: `grant-${params.id}`, submitText: t('grant.give'), value: { unit: data.value.person?.unit?.id ?? unit.id, reach: 'subtree' },
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
      data.value.secondFactor && { text: t('account.factor.reset'), run: resetFactor },
      { text: t(data.value.enabled ? 'account.disable' : 'account.enable'), danger: data.value.enabled, run: toggle }] : []}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} retry=${reload} />`}
      ${!data.value && !problem.value && html`<${SySkeleton} rows=${5} />`}
      ${data.value && html`
        <${SyCard}><${SyFacts} items=${[
          { text: t('account.name'), value: data.value.name },
          { text: t('account.person'), value: data.value.person ? [data.value.person.name, data.value.person.number].filter(Boolean).join(' ') : '' },
          { text: t('account.unit'), value: data.value.person?.unit?.name ?? '' },
          { text: t('account.enabled'), value: t(!data.value.enabled ? 'account.state.disabled' : data.value.mustChangePassword ? 'account.state.initial' : 'account.state.enabled') },
          { text: t('account.factor'), value: t(data.value.secondFactor ? 'account.factor.on' : 'account.factor.off') },
          { text: t('account.signedInAt'), value: data.value.signedInAt ? format.dateTime(data.value.signedInAt) : '' }]} /><//>
        <${SyCard} title=${t('account.roles')} actions=${[can('access.roles') && { text: t('grant.give'), icon: 'plus', run: give }]}>
          ${data.value.roles.length === 0 ? html`<${SyEmpty} title=${t('grant.none')} />` : html`
            <ul class="access-list">${data.value.roles.map((grant) => html`
              <li key=${grant.id}><span>${grant.roleName} · ${grant.unit ? `${grant.unit.name}${grant.subtree ? '' : ` (${t('grant.reach.unit')})`}` : t('grant.everywhere')} <span class="sy-muted">${days(grant)}</span></span>
                <span class="sy-muted">${grant.delegated ? `${t('rights.delegated', { name: grant.grantedBy })}${t('grant.reason', { reason: grant.reason })}` : `${t('grant.by')} ${grant.grantedBy}`}</span>
                ${can('access.roles') && html`<button type="button" class="el-button" aria-label=${`${t('grant.take')} ${grant.roleName}`} onClick=${() => take(grant)}>${t('grant.take')}</button>`}</li>`)}
            </ul>`}
        <//>
        ${sources()}
        <${SyCard} title=${t('account.sessions')} actions=${[sessions.data.value?.items.length && { text: t('account.sessions.end-all'), danger: true, run: () => end() }]}>
          ${sessions.problem.value ? html`<${SyProblem} problem=${sessions.problem.value} retry=${sessions.reload} />` : !sessions.data.value ? html`<${SySkeleton} rows=${2} />`
            : sessions.data.value.items.length === 0 ? html`<${SyEmpty} title=${t('account.sessions.none')} />` : html`
            <ul class="access-list">${sessions.data.value.items.map((one) => html`<li key=${one.id}><span>${one.device} <span class="sy-muted">${one.address} · ${format.dateTime(one.lastSeenAt)}</span></span>
              <button type="button" class="el-button" aria-label=${`${t('account.sessions.end')} ${one.device} ${one.address}`} onClick=${() => end(one)}>${t('account.sessions.end')}</button></li>`)}</ul>`}
        <//>
        <${SyCard} title=${t('account.sign-ins')}><${SyTable} id="account-sign-ins" load=${`accounts/${params.id}/sign-ins`} columns=${tries} size=${10} empty=${{ title: t('account.sign-ins.none') }} /><//>
        ${can('access.audit') && html`<${SyCard} title=${t('account.history')}><${SyHistory} subject=${`access.account/${params.id}`}
          labels=${{ name: t('account.name'), displayName: t('account.displayName'), enabled: t('account.enabled'), role: t('account.role'), unit: t('account.unit') }} /><//>`}`}
      ${slips(t, made, () => { made.value = null })}
    <//>`
})
