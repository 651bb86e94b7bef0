// What other modules say about a person.
import { format, html, SyCard, SyEmpty, SyProblem, SySkeleton, useContext, useLoad } from '@shuyuan/ui'

export const Records = {
  props: { person: { type: String, required: true } },
  setup(props) {
    const { t, api, href } = useContext()
    const { data, problem, reload } = useLoad(() => api.get(`records/${props.person}`))
    return () => html`
      <${SyCard} title=${t('people.records')}>
        ${problem.value ? html`<${SyProblem} problem=${problem.value} retry=${reload} />`
          : !data.value ? html`<${SySkeleton} rows=${3} />`
            : html`
              ${data.value.silent.map((module) => html`
                <p key=${module.id} role="status">${t('people.records-silent', { module: module.name })}
                  <button type="button" class="directory-link" onClick=${reload}>${t('people.records-again')}</button></p>`)}
              ${data.value.items.length ? html`
                <ol class="directory-history">
                  ${data.value.items.map((item) => html`
                    <li key=${item.link + item.at}><a href=${href(item.link)}>${item.text}</a>
                      <span class="sy-muted sy-num"> ${format.date(item.at)} · ${item.module.name}</span></li>`)}
                </ol>`
                : !data.value.silent.length && html`<${SyEmpty} title=${t('people.records-none')} text=${t('people.records-none-text')} />`}`}
      <//>`
  },
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** One table of what a module holds, as a card. */
export const heldCard = (t, table, key) => {
  const shown = (value) => (value === null || value === undefined ? '' : typeof value === 'boolean' ? t(`me.${value}`) : typeof value === 'string' && INSTANT.test(value) ? format.dateTime(value) : String(value))
  return html`
    <${SyCard} key=${key} title=${`${table.module.name} · ${table.title}`}>
      <div class="directory-scroll" tabindex="0" role="region" aria-label=${table.title}>
        <table class="directory-held">
          <thead><tr>${table.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
          <tbody>${table.rows.map((row, r) => html`<tr key=${r}>${row.map((value, c) => html`<td key=${c}>${shown(value)}</td>`)}</tr>`)}</tbody>
        </table>
      </div>
    <//>`
}

/** What modules tell the reader about another, such as the account and its roles; nothing where there is nothing. */
export const HeldByModules = {
  props: { person: { type: String, required: true } },
  setup(props) {
    const { t, api } = useContext()
    const { data } = useLoad(() => api.get(`records/${props.person}/held`, {}, { quiet: true }))
    return () => (data.value?.tables.length ? html`<div class="directory-stack">${data.value.tables.map((table, i) => heldCard(t, table, i))}</div>` : null)
  },
}
