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
