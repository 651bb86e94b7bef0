// A period's figures made known to everybody they are of: the list, making one, reading one.
import { computed, ref } from 'vue'
import { confirm, defineView, format, formDialog, html, onChanged, SyCard, SyForm, SyPage, SyProblem, SySkeleton, SyStatus, SyTable, toast, useLoad } from '@shuyuan/ui'
import { percent } from './words.js'

const COLUMNS = [['base', 'tally.base', 'state=base'], ['present', 'state.present', 'state=present'], ['late', 'state.late', 'state=late'], ['leftEarly', 'state.left-early', 'state=left-early'],
  ['onLeave', 'state.on-leave', 'state=on-leave'], ['absent', 'state.absent', 'state=absent'], ['madeUp', 'tally.made-up', 'madeUp=true']]
const days = (row) => `${format.date(row.from)} – ${format.date(row.to)}`

export const list = defineView((ctx) => {
  const { t } = ctx
  const table = ref()
  onChanged(ctx, ['circulation'], () => table.value?.reload())
  const columns = [
    { key: 'title', text: t('circulation.subject'), to: (row) => `circulations/${row.id}` },
    { key: 'from', text: t('circulation.quick'), render: (row) => html`<span class="sy-num">${days(row)}</span>` },
    { key: 'unit.name', text: t('gathering.unit') },
    { key: 'rate', text: t('tally.rate'), align: 'right', render: (row) => html`<span class="sy-num">${percent(row.rate)}</span>` },
    { key: 'issuedAt', text: t('circulation.when'), type: 'datetime' },
    { key: 'issuedBy', text: t('circulation.by') },
    { key: 'withdrawn', text: t('circulation.state'), render: (row) => html`<${SyStatus} kind=${row.withdrawn ? 'neutral' : 'success'} text=${t(row.withdrawn ? 'circulation.withdrawn' : 'circulation.holds')} />` },
  ]
  return () => html`
    <${SyPage} title=${t('nav.circulations')} lead=${t('circulations.lead')} actions=${[ctx.can('attendance.circulate') && { text: t('circulation.new'), icon: 'plus', primary: true, to: 'circulations/new' }]}>
      <${SyTable} ref=${table} id="circulations" load="circulations" columns=${columns} onRow=${(row) => ctx.navigate(`circulations/${row.id}`)} empty=${{ title: t('circulations.none'), text: t('circulations.none-do') }} />
    <//>`
})

/** The last whole month, quarter, half-year and year before today, as local dates. */
const periods = () => {
  const now = new Date()
  const iso = (year, month, day) => { const d = new Date(Date.UTC(year, month, day)); return d.toISOString().slice(0, 10) }
  const back = (months) => { const first = Math.floor(now.getMonth() / months) * months - months; return { from: iso(now.getFullYear(), first, 1), to: iso(now.getFullYear(), first + months, 0) } }
  return { month: back(1), quarter: back(3), half: back(6), year: back(12) }
}

/** What it says, the same on the page and on paper; who may read figures opens each number. */
const paper = (ctx, c) => {
  const { t } = ctx
  const opens = ctx.can('attendance.read')
  const period = `&from=${c.from}&to=${c.to}${c.kind ? `&kind=${encodeURIComponent(c.kind)}` : ''}&unit=${c.unit.id}`
  const behind = (section, row, which) => ctx.href(`figures/evidence?by=${section.part}&key=${encodeURIComponent(row.key)}&of=${encodeURIComponent(row.name)}${period}&${which}`)
  const all = (which) => ctx.href(`figures/evidence?by=all&of=${encodeURIComponent(t('figures.all'))}${period}&${which}`)
  return html`<article class="attendance-paper" lang=${c.language}>
    <h2>${c.title}</h2>
    <p>${c.opening}</p>
    <p>${c.counted}</p>
    ${opens && c.gatherings > 0 && html`<p class="attendance-behind sy-no-print">${t('circulation.behind')} <a href=${ctx.href(`figures?by=gathering${period}`)}>${t('figures.rests-on', { count: c.gatherings })}</a>
      <a href=${all('state=base')}>${t('figures.out-of', { count: c.all.base })}</a>
      ${c.all.open > 0 && html`<a href=${all('state=open')}>${t('figures.open', { count: c.all.open })}</a>`}
      ${c.all.madeUp > 0 && html`<a href=${all('madeUp=true')}>${t('tally.made-up-says', { count: c.all.madeUp })}</a>`}</p>`}
    ${c.sections.map((s) => html`<section key=${s.heading}>
      <h3>${s.heading}</h3>
      ${s.text && s.text.split('\n').filter((line) => line.trim()).map((line, i) => html`<p key=${i}>${line}</p>`)}
      ${s.part && html`<div class="attendance-scroll" tabindex="0" role="region" aria-label=${s.heading}><table>
        <thead><tr><th scope="col">${t(`by.${s.part}`)}</th>${s.part === 'person' && html`<th scope="col">${t('figures.detail')}</th>`}<th scope="col">${t('tally.rate')}</th>${COLUMNS.map(([key, word]) => html`<th scope="col" key=${key}>${t(word)}</th>`)}</tr></thead>
        <tbody>${s.rows.map((row) => html`<tr key=${row.key}>
          <th scope="row">${row.name}</th>${s.part === 'person' && html`<td>${row.detail}</td>`}
          <td class=${`sy-num${row.below ? ' attendance-below' : ''}`}>${opens ? html`<a href=${behind(s, row, 'state=base')}>${percent(row.tally.rate)}</a>` : percent(row.tally.rate)}${row.below && html`<span class="sy-visually-hidden"> ${t('figures.below')}</span>`}</td>
          ${COLUMNS.map(([key, , which]) => html`<td class="sy-num" key=${key}>${opens && row.tally[key] > 0 ? html`<a href=${behind(s, row, which)}>${row.tally[key]}</a>` : row.tally[key]}</td>`)}
        </tr>`)}</tbody>
      </table></div>`}
    </section>`)}
    <p class="attendance-signature">${c.unit.name}<br />${c.date}</p>
  </article>`
}

export const create = defineView((ctx) => {
  const { t, api } = ctx
  const kinds = ref([])
  api.get('gatherings/kinds').then((found) => { kinds.value = found.items }).catch(() => {})
  const known = periods()
  const chosen = ref('quarter')
  const shown = ref(null)
  const wish = ref(null)
  const form = ref()
  const value = computed(() => ({ ...known[chosen.value], kind: '', names: true, title: '', remark: '' }))
  // a period is two days of the form, whatever was typed into them; the rest of the form stays
  const choose = (word) => {
    chosen.value = word
    shown.value = null
    Object.assign(form.value.values, known[word])
  }
  const asked = (v) => ({ from: v.from, to: v.to, kind: v.kind || null, names: v.names, title: v.title || null, remark: v.remark || null })
  const issue = async () => {
    if (!(await confirm({ title: t('circulation.issue-ask'), text: t('circulation.issue-text'), yes: t('circulation.issue') }))) return
    try {
      const made = await api.post('circulations', { ...wish.value, title: shown.value.title })
      toast.success(t('circulation.issued'))
      ctx.navigate(`circulations/${made.id}`)
    } catch (problem) {
      if (!problem.cancelled) toast.error(problem)
    }
  }
  return () => html`
    <${SyPage} title=${t('circulation.new')} lead=${t('circulations.lead')} back=${{ text: t('nav.circulations'), to: 'circulations' }} actions=${[shown.value && { text: t('circulation.issue'), icon: 'bell', primary: true, run: issue }]}>
      <p class="attendance-chips" role="group" aria-label=${t('circulation.quick')}>${Object.keys(known).map((word) => html`<button type="button" key=${word} class="attendance-chip" aria-pressed=${String(chosen.value === word)} onClick=${() => choose(word)}>${t(`circulation.quick-${word}`)}</button>`)}</p>
      <${SyForm} ref=${form} id="circulation" draft=${false} value=${value.value} submitText=${t('circulation.preview')}
        submit=${(v) => api.post('circulations/preview', asked(v))} done=${(view, v) => { shown.value = view; wish.value = asked(v) }}
        fields=${[
          { key: 'title', text: t('circulation.subject'), max: 200, help: t('circulation.subject-help') },
          { key: 'from', text: t('filter.from'), type: 'date', required: true, half: true },
          { key: 'to', text: t('filter.to'), type: 'date', required: true, half: true },
          { key: 'kind', text: t('filter.kind'), type: 'select', options: kinds.value.map((k) => ({ value: k.word, text: k.name })) },
          { key: 'names', text: t('circulation.names'), type: 'switch', help: t('circulation.names-help') },
          { key: 'remark', text: t('circulation.remark-field'), type: 'textarea', max: 4000, help: t('circulation.remark-help') },
        ]} />
      ${shown.value && html`<${SyCard}>${paper(ctx, shown.value)}<//>`}
    <//>`
})

export const circulation = defineView((ctx) => {
  const { t, api, params } = ctx
  const path = `circulations/${params.id}`
  const loaded = useLoad(() => api.get(path))
  onChanged(ctx, ['circulation', 'gathering'], loaded.reload)
  const withdraw = async (c) => {
    const done = await formDialog({
      title: t('circulation.withdraw-ask'), id: `withdraw-${c.id}`, draft: false, submitText: t('circulation.withdraw'), value: { why: '' },
      fields: [{ key: 'why', text: t('circulation.why'), type: 'textarea', max: 500, required: true, help: t('circulation.why-help') }],
      submit: (v) => api.post(`${path}/withdraw`, { why: v.why }, { match: c }),
    })
    if (done) {
      toast.success(t('circulation.withdrawn'))
      await loaded.reload()
    }
  }
  return () => {
    const c = loaded.data.value
    const back = { text: t('nav.circulations'), to: 'circulations' }
    if (loaded.problem.value) return html`<${SyPage} title=${t('circulation.page')} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!c) return html`<${SyPage} title=${t('circulation.page')} back=${back}><${SySkeleton} rows=${8} /><//>`
    return html`<${SyPage} title=${t('circulation.page')} back=${back} actions=${[
        { text: t('circulation.docx'), icon: 'download', primary: true, run: () => api.download(path, { format: 'docx' }) },
        { text: t('circulation.xlsx'), icon: 'download', run: () => api.download(path, { format: 'xlsx' }) },
        { text: t('circulation.print'), icon: 'print', run: () => window.print() },
        c.mayWithdraw && { text: t('circulation.withdraw'), icon: 'delete', danger: true, run: () => withdraw(c) },
      ]}>
      ${c.withdrawal && html`<p class="attendance-warn" role="status">${t('circulation.withdrawn-says', { who: c.withdrawal.by, why: c.withdrawal.why })}</p>`}
      ${c.now && html`<p class="attendance-warn sy-no-print" role="status">${t('circulation.now', { rate: percent(c.now.rate), base: c.now.base })} <a href=${ctx.href(`figures?by=unit&from=${c.from}&to=${c.to}${c.kind ? `&kind=${encodeURIComponent(c.kind)}` : ''}&unit=${c.unit.id}`)}>${t('circulation.now-open')}</a></p>`}
      <${SyCard}>${paper(ctx, c)}<//>
      <p class="sy-muted sy-no-print">${t('circulation.by')} ${c.issuedBy} · ${format.dateTime(c.issuedAt)}</p>
    <//>`
  }
})
