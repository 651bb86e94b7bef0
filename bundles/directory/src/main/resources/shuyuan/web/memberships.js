// Where a person belongs, now and before: read, added, changed, ended.
import { formDialog, format, html, SyCard, SyMenu, SyStatus, toast, useLoad } from '@shuyuan/ui'
import { today } from './shared.js'

/**
 * The card of a person's page.
 * @param {any} ctx
 * @param {any} person as the REST gives one
 * @param {() => void} reload
 */
export function membershipCard(ctx, person, reload) {
  const { t, api } = ctx
  const path = `people/${person.id}/memberships`
  const labels = { position: t('field.position'), since: t('field.since'), from: t('members.from') }
  const done = (answer) => {
    if (!answer) return
    toast.success(t('people.saved'))
    reload()
  }
  /** @type {any[]} */
  const dates = [
    { key: 'position', text: labels.position, max: 100 },
    { key: 'since', text: labels.since, help: t('people.date-help') },
    { key: 'from', text: labels.from, type: 'date' },
  ]
  const add = async () => done(await formDialog({
    title: t('members.add'),
    id: `membership-${person.id}`,
    fields: [{ key: 'unit', text: t('field.unit'), type: 'unit', required: true, help: t('members.add-help') }, ...dates],
    value: { from: today(ctx) },
    submit: (values) => api.post(path, values, { match: person }),
  }))
  const change = async (m) => done(await formDialog({
    title: t('members.change'),
    id: `membership-${m.id}`,
    fields: dates,
    value: { position: m.position ?? undefined, since: m.since ?? undefined, from: m.from ?? undefined },
    submit: (values) => api.put(`${path}/${m.id}`, values, { match: person, labels, theirs: (p) => p.memberships.find((o) => o.id === m.id) ?? {} }),
  }))
  const end = async (m) => done(await formDialog({
    title: t('members.end-title', { unit: m.unit.name }),
    id: `membership-end-${m.id}`,
    submitText: t('members.end'),
    fields: [{ key: 'on', text: t('members.end-on'), type: 'date', required: true }],
    value: { on: today(ctx) },
    submit: (values) => api.post(`${path}/${m.id}/end`, values, { match: person }),
  }))
  const main = async (m) => done(await api.post(`${path}/${m.id}/main`, undefined, { match: person }))

  const menu = (m) => (person.writable ? [
    { text: t('members.change'), icon: 'edit', run: () => change(m) },
    !m.main && !m.over && { text: t('members.make-main'), icon: 'star', run: () => main(m) },
    !m.main && !m.over && { text: t('members.end'), icon: 'delete', danger: true, run: () => end(m) },
  ].filter(Boolean) : [])
  const span = (m) => (m.since || m.from ? `${m.since || format.date(m.from)} – ` : '') + (m.to ? format.date(m.to) : t('people.until-now'))

  return html`
    <${SyCard} title=${t('people.history')} actions=${[person.writable && !person.left && { text: t('members.add'), icon: 'plus', run: add }]}>
      <ul class="directory-memberships">
        ${person.memberships.map((m) => html`
          <li key=${m.id}>
            <span class="directory-membership"><a href=${ctx.href(`units/${m.unit.id}`)}>${m.unit.name}</a>${m.position && html`<span>${m.position}</span>`}
              <span class="sy-muted sy-num">${span(m)}</span>
              ${!m.over && html`<${SyStatus} kind=${m.main ? 'success' : 'info'} text=${t(m.main ? 'members.main' : 'members.also')} />`}</span>
            ${menu(m).length > 0 && html`<${SyMenu} actions=${menu(m)} label=${t('members.actions', { unit: m.unit.name })} small=${true} />`}
          </li>`)}
      </ul>
    <//>`
}

/** The groups a person is in, as a card; nothing where there are none. */
export function usePersonGroups(ctx) {
  const { data, reload } = useLoad(() => ctx.api.get(`people/${ctx.params.id}/groups`, {}, { quiet: true }))
  const card = () => (data.value?.items.length ? html`
    <${SyCard} title=${ctx.t('groups.of-person')}>
      <ul class="directory-recent">${data.value.items.map((g) => html`<li key=${g.id}><a href=${ctx.href(`groups/${g.id}`)}>${g.name}</a></li>`)}</ul>
    <//>` : null)
  return { card, reload }
}
