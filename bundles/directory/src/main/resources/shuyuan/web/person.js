// One person: to read, and to edit.
import { confirm, defineView, etagOf, formDialog, format, html, SyCard, SyFacts, SyForm, SyHistory, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { membershipCard, usePersonGroups } from './memberships.js'
import { Photo } from './photo.js'
import { HeldByModules, Records } from './records.js'
import { CATEGORIES, GENDERS, POLITICAL, onChanged, options, today, word } from './shared.js'

const CODED = ['gender', 'political', 'category']
const FIELDS = ['number', 'name', 'gender', 'birth', 'political', 'joined', 'phone', 'mail', 'category', 'title', 'subject', 'note', 'unit', 'position']

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get(`people/${ctx.params.id}`))
  const labels = Object.fromEntries([...FIELDS.map((f) => [f, t(`field.${f}`)]), ['to', t('people.leave-on')], ['branch', t('field.branch')], ['roster', t('people.roster')]])
  const groups = usePersonGroups(ctx)
  onChanged(ctx, ['person', 'unit'], () => { reload(); groups.reload() })

  const leave = async () => {
    const done = await formDialog({
      title: t('people.leave'),
      id: `person-leave-${ctx.params.id}`,
      submitText: t('people.leave'),
      fields: [{ key: 'on', text: t('people.leave-on'), type: 'date', required: true, help: t('people.leave-text') }],
      value: { on: today(ctx) },
      submit: (values) => api.post(`people/${ctx.params.id}/leave`, values, { match: data.value }),
    })
    if (done) {
      toast.success(t('people.saved'))
      reload()
    }
  }

  const stay = async () => {
    const sure = await confirm({ title: t('people.stay'), text: t('people.stay-text'), yes: t('people.stay') })
    if (!sure) return
    await api.delete(`people/${ctx.params.id}/leave`, { match: data.value }).then(() => { toast.success(t('people.saved')); reload() }, (failed) => toast.error(failed))
  }

  const card = (version) => api.download(`cards/${ctx.params.id}`, { version }).catch((failed) => toast.error(failed))

  return () => {
    if (problem.value) return html`<${SyPage} title=${t('route.person')}><${SyProblem} problem=${problem.value} retry=${reload} /><//>`
    const p = data.value
    if (!p) return html`<${SyPage} title=${t('route.person')}><${SySkeleton} rows=${6} /><//>`
    // a day that lies ahead is known before it comes
    const leaves = p.memberships.find((m) => m.main && m.to && !m.over)?.to
    const facts = [
      { text: labels.number, value: p.number },
      { text: labels.unit, value: p.unit?.name },
      { text: labels.position, value: p.position },
      { text: labels.category, value: word(t, 'category', p.category) },
      { text: labels.title, value: p.title },
      { text: labels.subject, value: p.subject },
      { text: labels.gender, value: word(t, 'gender', p.gender) },
      { text: labels.birth, value: p.birth },
      { text: labels.political, value: word(t, 'political', p.political) },
      { text: labels.joined, value: p.joined },
      { text: labels.phone, value: p.phone },
      { text: labels.mail, value: p.mail },
      { text: labels.note, value: p.note },
    ].filter((f) => f.value)
    return html`
      <${SyPage} title=${p.name} back=${{ text: t('nav.people'), to: 'people' }} lead=${p.anonymous ? t('anonymise.done-note') : p.left ? t('people.left-note') : leaves ? t('people.leaves-note', { day: format.date(leaves) }) : undefined} actions=${[
        !p.anonymous && { text: t('people.card'), icon: 'download', run: () => card() },
        !p.anonymous && { text: t('people.card-old'), run: () => card('3') },
        ctx.can('access.roles') && !p.anonymous && { text: t('people.rights'), icon: 'key', to: `/access/rights?tab=what&person=${p.id}` },
        p.anonymisable && { text: t('anonymise.open'), to: `people/${p.id}/anonymise` },
        p.anonymous && ctx.can('directory.anonymise') && { text: t('anonymise.done'), icon: 'info', to: `people/${p.id}/anonymise` },
        p.writable && leaves && { text: t('people.stay'), run: stay },
        p.writable && !p.left && { text: t('people.leave'), run: leave },
        p.writable && { text: t('people.edit'), icon: 'edit', primary: true, to: `people/${p.id}/edit` },
      ]}>
        <${SyCard} title=${t('people.facts')}>
          <${Photo} person=${p} onChanged=${reload} />
          <${SyFacts} items=${facts} />
          ${p.source && ctx.can('directory.import') && html`<p><a href=${ctx.href(`import/${p.source}`)}>${t('people.source')}</a></p>`}
          ${p.hidden.length > 0 && html`<p class="sy-muted">${t('people.masked')}</p>`}
        <//>
        ${membershipCard(ctx, p, reload)}
        ${groups.card()}
        <${Records} person=${p.id} />
        <${HeldByModules} person=${p.id} />
        ${ctx.can('access.audit') && html`
          <${SyCard} title=${t('people.changes')}><${SyHistory} key=${etagOf(p)} subject=${`directory.person/${p.id}`} labels=${labels} words=${(key, value) => (CODED.includes(key) ? word(t, key, value) : undefined)} /><//>`}
      <//>`
  }
})

export const edit = defineView((ctx) => {
  const { t, api } = ctx
  const id = ctx.params.id
  const loaded = id ? useLoad(() => api.get(`people/${id}`)) : undefined
  const units = id ? useLoad(() => api.get('units')) : undefined
  const title = t(id ? 'route.edit' : 'route.new')
  const labels = Object.fromEntries(FIELDS.map((f) => [f, t(`field.${f}`)]))

  return () => {
    if (loaded?.problem.value) return html`<${SyPage} title=${title}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    const person = loaded ? loaded.data.value : { unit: { id: ctx.unit.id } }
    if (!person) return html`<${SyPage} title=${title}><${SySkeleton} rows=${8} /><//>`
    const value = Object.fromEntries(FIELDS.map((f) => [f, person[f] ?? undefined]))
    value.unit = person.unit?.id
    value.since = person.since ?? undefined
    const hidden = (field) => Boolean(person.hidden?.includes(field))
    const fields = [
      { key: 'name', text: labels.name, required: true, max: 60, half: true, group: t('people.basic') },
      { key: 'number', text: labels.number, max: 40, half: true },
      { key: 'gender', text: labels.gender, type: 'select', options: options(t, 'gender', GENDERS), half: true },
      { key: 'birth', text: labels.birth, half: true, disabled: hidden('birth'), help: t('people.date-help') },
      { key: 'political', text: labels.political, type: 'select', options: options(t, 'political', POLITICAL, person.political), half: true },
      { key: 'joined', text: labels.joined, half: true, disabled: hidden('joined'), help: t('people.date-help') },
      { key: 'unit', text: labels.unit, type: 'unit', required: true, help: id ? t('people.move') : undefined, half: true, group: t('people.work') },
      { key: 'position', text: labels.position, max: 100, half: true },
      { key: 'category', text: labels.category, type: 'select', options: options(t, 'category', CATEGORIES, person.category), half: true },
      { key: 'title', text: labels.title, max: 60, half: true },
      { key: 'subject', text: labels.subject, max: 60, half: true },
      { key: 'since', text: t('field.since'), half: true, help: t('people.date-help') },
      { key: 'phone', text: labels.phone, max: 30, half: true, disabled: hidden('phone'), group: t('people.contact') },
      { key: 'mail', text: labels.mail, max: 200, half: true, disabled: hidden('mail') },
      { key: 'note', text: labels.note, type: 'textarea', max: 500, disabled: hidden('note') },
    ]
    // for the dialog that shows what another changed meanwhile: the form has ids and codes, people read names
    const theirs = (current) => ({ ...current, unit: current.unit?.id })
    const names = (field, value) => (field === 'unit' ? units?.data.value?.items.find((u) => u.id === value)?.name
      : ['gender', 'political', 'category'].includes(field) ? word(t, field, value) : undefined)
    const submit = (values) => (id ? api.put(`people/${id}`, values, { match: person, labels, theirs, show: names }) : api.post('people', values))
    return html`
      <${SyPage} title=${title} back=${{ text: t('nav.people'), to: id ? `people/${id}` : 'people' }}>
        <${SyForm} id=${id ? `person-${id}` : 'person'} value=${value} fields=${fields} submit=${submit}
          done=${(saved) => { toast.success(t('people.saved')); ctx.navigate(`people/${saved.id}`, { replace: true }) }}
          cancel=${() => ctx.navigate(-1)} />
      <//>`
  }
})
