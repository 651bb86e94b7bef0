// Anonymising people who left: what goes and what stays, the decision, and who left long ago.
import { ref } from 'vue'
import { confirm, defineView, format, html, SyCard, SyFacts, SyForm, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'

/** What a module holds, in rows of one table; those that stay say how and why. */
const held = (t, items, why) => html`
  <div class="directory-scroll" tabindex="0" role="region" aria-label=${t(why ? 'anonymise.keeps' : 'anonymise.goes')}>
    <table class="directory-held directory-fates">
      <thead><tr>${[t('anonymise.module'), t('anonymise.what'), why && t('anonymise.how'), why && t('anonymise.why')].filter(Boolean).map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>
        ${items.map((item, i) => html`
          <tr key=${i}>
            <td>${item.module.name}</td>
            <td>${item.text}</td>
            ${why && html`<td><${SyStatus} kind=${item.fate === 'stays' ? 'warning' : 'neutral'} text=${t(`anonymise.fate-${item.fate}`)} /></td>`}
            ${why && html`<td>${item.why}</td>`}
          </tr>`)}
      </tbody>
    </table>
  </div>`

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const path = `anonymising/${ctx.params.id}`
  const back = { text: t('route.person'), to: `people/${ctx.params.id}` }
  const { data, problem, reload } = useLoad(() => api.get(path))

  const submit = async (values) => {
    const sure = await confirm({ title: t('anonymise.do'), text: t('anonymise.sure', { name: data.value.person.name }), yes: t('anonymise.do'), danger: true })
    return sure ? api.post(path, values, { match: data.value }) : undefined
  }
  const done = (answer) => {
    if (!answer) return
    toast.success(t('anonymise.done'))
    ctx.navigate(`people/${ctx.params.id}`, { replace: true })
  }

  return () => {
    if (problem.value) return html`<${SyPage} title=${t('route.anonymise')} back=${back}><${SyProblem} problem=${problem.value} retry=${reload} /><//>`
    const plan = data.value
    if (!plan) return html`<${SyPage} title=${t('route.anonymise')} back=${back}><${SySkeleton} rows=${8} /><//>`
    const name = plan.person.name
    if (plan.done) {
      return html`
        <${SyPage} title=${name} back=${back} lead=${t('anonymise.done-note')}>
          <${SyCard} title=${t('anonymise.form')}><${SyFacts} items=${decision(t, plan.done)} /><//>
          <${SyCard} title=${t('anonymise.kept')}>${held(t, plan.items, true)}<//>
        <//>`
    }
    const goes = plan.items.filter((item) => item.fate === 'goes')
    const stays = plan.items.filter((item) => item.fate !== 'goes')
    const fields = [
      { key: 'basis', text: t('anonymise.basis'), type: 'radio', required: true, options: ['person', 'retention', 'authority'].map((b) => ({ value: b, text: t(`anonymise.basis-${b}`) })) },
      { key: 'reason', text: t('anonymise.reason'), required: true, max: 300, help: t('anonymise.reason-help') },
      { key: 'reference', text: t('anonymise.reference'), max: 60, half: true },
      { key: 'name', text: t('anonymise.confirm-name'), required: true, max: 60, help: t('anonymise.confirm-help', { name }), check: (typed) => (typed && typed.trim() !== name ? t('problem.name-differs') : undefined) },
    ]
    return html`
      <${SyPage} title=${t('anonymise.title', { name })} back=${back} lead=${t('anonymise.lead')}>
        ${goes.length > 0 && html`<${SyCard} title=${t('anonymise.goes')}>${held(t, goes, false)}<//>`}
        <${SyCard} title=${t('anonymise.keeps')}>
          ${held(t, stays, true)}
          <p class="sy-muted">${t('anonymise.backups')}</p>
        <//>
        <${SyCard} title=${t('anonymise.form')}>
          <${SyForm} id=${`anonymise-${plan.person.id}`} draft=${false} value=${{}} fields=${fields} submit=${submit} done=${done} submitText=${t('anonymise.do')}
            cancel=${() => ctx.navigate(back.to)} />
        <//>
      <//>`
  }
})

/** How it was decided, as a record's fields. */
export const decision = (t, done) => [
  { text: t('anonymise.at'), value: format.dateTime(done.at) },
  { text: t('anonymise.basis'), value: t(`anonymise.basis-${done.basis}`) },
  { text: t('anonymise.reason'), value: done.reason },
  { text: t('anonymise.reference'), value: done.reference },
  { text: t('anonymise.by'), value: done.by },
].filter((fact) => fact.value)

export const list = defineView((ctx) => {
  const { t, api } = ctx
  const months = ref()
  const load = async (query) => {
    const page = await api.get('anonymising', query)
    months.value = page.months
    return page
  }
  const columns = [
    { key: 'name', text: t('field.name'), to: (row) => `people/${row.id}` },
    { key: 'number', text: t('field.number') },
    { key: 'unit.name', text: t('anonymise.last-unit') },
    { key: 'to', text: t('anonymise.left'), type: 'date' },
  ]
  const actions = (row) => [{ text: t('anonymise.open'), to: `people/${row.id}/anonymise` }]
  return () => html`
    <${SyPage} title=${t('route.anonymising')} back=${{ text: t('nav.people'), to: 'people' }} lead=${months.value ? t('anonymise.due-lead', { months: months.value }) : undefined}>
      <${SyTable} id="anonymising" load=${load} columns=${columns} rowActions=${actions} onRow=${(row) => ctx.navigate(`people/${row.id}`)}
        empty=${{ title: t('anonymise.due-none'), text: t('anonymise.due-none-text', { months: months.value ?? '' }) }} />
    <//>`
})
