import { ref } from 'vue'
import { defineView, format, html, SyCard, SyPage, SyPersonPicker, SyProblem, SySkeleton, SyStatus, SyTable, SyTabs, useLoad } from '@shuyuan/ui'

/** Since when and until when, in words. */
const days = (t, row) => [row.since && `${t('grant.since')} ${format.date(row.since)}`, row.until && `${t('grant.until')} ${format.date(row.until)}`].filter(Boolean).join(' ') || t('rights.for-good')

const by = (t, row) => (row.delegated ? html`<${SyStatus} kind="warning" text=${t('rights.delegated', { name: row.grantedBy })} />` : row.grantedBy)

const where = (t, row) => [row.unit?.name, t(`rights.reach.${row.reach}`)].filter(Boolean).join(' · ')

export const page = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get('roles'))
  const person = ref(ctx.query.person ?? null)
  const columns = (who) => [
    who && { key: 'displayName', text: t('rights.displayName'), to: (row) => `accounts/${row.account}` },
    who && { key: 'name', text: t('rights.name') },
    who && { key: 'person.unit.name', text: t('rights.personUnit') },
    !who && { key: 'permissionText', text: t('rights.permission') },
    { key: 'roleName', text: t('rights.roleName') },
    { key: 'unit.name', text: t('rights.unit'), render: (row) => where(t, row) },
    { key: 'since', text: t('rights.days'), render: (row) => days(t, row) },
    { key: 'grantedBy', text: t('rights.grantedBy'), render: (row) => by(t, row) },
    { key: 'origin', text: t('rights.origin'), render: (row) => t(`rights.origin.${row.origin}`) },
    !who && { key: 'state', text: t('rights.state'), render: (row) => html`<${SyStatus} kind=${row.state === 'now' ? 'success' : 'neutral'} text=${t(`rights.state.${row.state}`)} />` },
  ].filter(Boolean)
  const who = () => {
    const options = data.value.permissions.flatMap((one) => one.permissions.map((p) => ({ value: p.id, text: `${one.name} · ${p.text}` })))
    return html`
      <p class="sy-muted">${t('rights.who.lead')}</p>
      <${SyTable} key="who" id="rights-who" load=${async (query) => (query.permission ? api.get('rights/who', query) : { items: [], total: 0 })} columns=${columns(true)} search=${t('rights.search')}
        filters=${[{ key: 'permission', text: t('rights.permission'), type: 'select', options }, { key: 'at', text: t('rights.at'), type: 'unit' }]}
        empty=${ctx.query.permission ? { title: t('rights.nobody'), text: t('rights.nobody.do') } : { title: t('rights.choose-permission'), text: t('rights.choose-permission.do') }} />
      ${ctx.query.permission && html`<p><button type="button" class="el-button sy-no-print" onClick=${() => api.download('rights/who', { permission: ctx.query.permission, at: ctx.query.at, format: 'xlsx' })}>${t('rights.export')}</button></p>`}`
  }
  const what = () => {
    const about = ctx.query.account ? { account: ctx.query.account } : ctx.query.person ? { person: ctx.query.person } : null
    return html`
      <p class="sy-muted">${t('rights.what.lead')}</p>
      <div class="access-chooser"><label class="sy-label" for="rights-person">${t('rights.person')}</label>
        <${SyPersonPicker} id="rights-person" label=${t('rights.person')} modelValue=${person.value} clearable=${true}
          onUpdate:modelValue=${(value) => { person.value = value; ctx.setQuery({ person: value ?? undefined, account: undefined, page: undefined }) }} /></div>
      <${SyTable} key=${`what-${about?.account ?? about?.person ?? ''}`} id="rights-what" load=${async (query) => (about ? api.get('rights/what', { ...query, ...about }) : { items: [], total: 0 })}
        columns=${columns(false)} search=${t('rights.search-permission')} filters=${[{ key: 'at', text: t('rights.at'), type: 'unit' }]}
        empty=${about ? { title: t('rights.nothing'), text: t('rights.nothing.do') } : { title: t('rights.choose-person'), text: t('rights.choose-person.do') }} />
      ${about && html`<p><button type="button" class="el-button sy-no-print" onClick=${() => api.download('rights/what', { ...about, at: ctx.query.at, format: 'xlsx' })}>${t('rights.export')}</button></p>`}`
  }
  return () => html`
    <${SyPage} title=${t('nav.rights')} back=${{ text: t('nav.roles'), to: 'roles' }}>
      ${problem.value && html`<${SyProblem} problem=${problem.value} retry=${reload} />`}
      ${!data.value && !problem.value && html`<${SySkeleton} rows=${6} />`}
      ${data.value && html`
        <${SyTabs} tabs=${[{ key: 'who', text: t('rights.who') }, { key: 'what', text: t('rights.what') }]} modelValue=${ctx.query.tab ?? 'who'}
          onUpdate:modelValue=${(tab) => ctx.setQuery({ tab, q: undefined, page: undefined })}>
          <${SyCard}>${(ctx.query.tab ?? 'who') === 'what' ? what() : who()}<//>
        <//>`}
    <//>`
})
