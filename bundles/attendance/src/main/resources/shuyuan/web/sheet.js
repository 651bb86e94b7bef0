// The roll on paper, to be signed at the door where there is no network.
import { defineView, format, html, SyPage, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'

export const sheet = defineView((ctx) => {
  const { t, api, params } = ctx
  const path = `gatherings/${params.id}`
  const loaded = useLoad(async () => {
    const [gathering, roll] = await Promise.all([api.get(path), api.get(`${path}/roll`)])
    return { gathering, people: roll.items.filter((r) => r.expected) }
  })
  return () => {
    const back = { text: t('roll.page'), to: path }
    if (loaded.problem.value) return html`<${SyPage} title=${t('sheet.page')} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!loaded.data.value) return html`<${SyPage} title=${t('sheet.page')} back=${back}><${SySkeleton} rows=${8} /><//>`
    const { gathering: g, people } = loaded.data.value
    return html`<${SyPage} title=${t('sheet.page')} back=${back} actions=${[{ text: t('sheet.print'), icon: 'print', primary: true, run: () => window.print() }]}>
      <div class="attendance-sheet">
        <h2>${g.title}</h2>
        <p class="sy-num">${format.range(g.start, g.end)} ${format.weekday(g.start)}${g.place ? ` · ${g.place}` : ''} · ${t('roll.list', { count: people.length })}</p>
        <div class="attendance-scroll" tabindex="0" role="region" aria-label=${t('sheet.page')}><table>
          <thead><tr><th scope="col">${t('sheet.number')}</th><th scope="col">${t('person.unit')}</th><th scope="col">${t('person.name')}</th><th scope="col">${t('person.position')}</th><th scope="col" class="attendance-sign">${t('sheet.signature')}</th>${g.signOut && html`<th scope="col" class="attendance-sign">${t('sheet.sign-out')}</th><th scope="col">${t('mark.minutes')}</th>`}<th scope="col" class="attendance-sign">${t('mark.note')}</th></tr></thead>
          <tbody>${people.map((r, i) => html`<tr key=${r.person.id}><td class="sy-num">${i + 1}</td><td>${r.person.unit}</td><td>${r.person.name}</td><td>${r.person.position}</td><td></td>${g.signOut && html`<td></td><td class="sy-num">${r.minutes}</td>`}<td>${r.state && r.state !== 'present' ? t(`state.${r.state}`) : ''}</td></tr>`)}</tbody>
        </table></div>
      </div>
    <//>`
  }
})
