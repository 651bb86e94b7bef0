// A year at a glance: how much is on which day, holidays, the way to each day and month.
import { computed, ref, watch } from 'vue'
import { format, html, SyFilters, SyIcon, SyProblem, SySkeleton, useContext } from '@shuyuan/ui'
import { nextDay, today } from './days.js'
import { viewButtons } from './views.js'

const pad = (n) => String(n).padStart(2, '0')
/** Monday is 0. */
const weekday = (day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
const MONDAY = '2024-01-01'

export const Year = {
  props: ['year', 'load', 'reload', 'marks', 'choices', 'values', 'set'],
  setup(props) {
    const ctx = useContext()
    const { t } = ctx
    const found = ref(null)
    const problem = ref(null)
    const look = async () => {
      const year = props.year
      try {
        const items = await props.load({ from: `${year}-01-01`, to: `${Number(year) + 1}-01-01` })
        if (year !== props.year) return
        found.value = items
        problem.value = null
      } catch (wrong) {
        problem.value = wrong
      }
    }
    watch(() => [props.year, props.reload], look, { immediate: true })
    // by day, several days of an event each
    const days = computed(() => {
      const all = new Map()
      for (const item of found.value || []) {
        const last = item.allDay ? nextDay(item.end, -1) : item.end.slice(0, 10)
        for (let day = item.start.slice(0, 10), n = 0; day <= last && n < 31; day = nextDay(day), n++) {
          if (!all.has(day)) all.set(day, [])
          all.get(day).push(item)
        }
      }
      return all
    })
    const now = today(ctx.zone)
    const kept = () => ['whose', 'kind'].filter((key) => ctx.query[key]).map((key) => `&${key}=${encodeURIComponent(ctx.query[key])}`).join('')
    const go = (year) => ctx.setQuery({ date: `${year}-${now.slice(5)}` })
    const names = Array.from({ length: 7 }, (_, i) => format.weekday(nextDay(MONDAY, i)))
    const cell = (day) => {
      const items = days.value.get(day) || []
      const mark = props.marks[day]
      const label = t('year.of-day', { day: [format.day(day), mark && mark.title].filter(Boolean).join(' '), count: items.length })
      const look = `calendar-cell${day === now ? ' is-today' : ''}${mark ? ` is-${mark.kind}` : ''}`
      const inside = html`<span class="sy-num" aria-hidden="true">${Number(day.slice(8))}</span>${items.length > 0 && html`<span class="calendar-count" aria-hidden="true">${items.slice(0, 3).map((item, i) => html`<i key=${i} class=${`calendar-dot calendar-dot-${item.color}`}></i>`)}</span>`}`
      return items.length ? html`<a class=${look} href=${ctx.href(`?view=day&date=${day}${kept()}`)} title=${items.map((item) => item.title).slice(0, 8).join('\n')} aria-label=${label}>${inside}</a>` : html`<span class=${look} title=${mark ? mark.title : undefined}>${inside}${mark && html`<span class="sy-visually-hidden">${mark.title}</span>`}</span>`
    }
    const month = (number) => {
      const first = `${props.year}-${pad(number)}-01`
      const count = new Date(Date.UTC(Number(props.year), number, 0)).getUTCDate()
      const all = [...Array(weekday(first)).fill(null), ...Array.from({ length: count }, (_, i) => `${first.slice(0, 8)}${pad(i + 1)}`)]
      while (all.length % 7) all.push(null)
      const held = (found.value || []).filter((item) => item.start.slice(0, 7) === first.slice(0, 7)).length
      return html`<section key=${first} class="calendar-small">
        <h3><a href=${ctx.href(`?date=${first}${kept()}`)} aria-label=${t('year.of-month', { month: format.month(first), count: held })}>${format.month(first)}</a> <span class="sy-muted sy-num" aria-hidden="true">${held || ''}</span></h3>
        <table><thead><tr>${names.map((name) => html`<th key=${name} scope="col"><abbr title=${name}>${name.replace(/^(周|週|星期)/, '').slice(0, 2)}</abbr></th>`)}</tr></thead>
          <tbody>${Array.from({ length: all.length / 7 }, (_, row) => html`<tr key=${row}>${all.slice(row * 7, row * 7 + 7).map((day, i) => html`<td key=${i}>${day && cell(day)}</td>`)}</tr>`)}</tbody></table>
      </section>`
    }
    return () => html`<section class="sy-calendar" aria-label=${t('year.label-of', { year: props.year })}>
      <div class="sy-calendar-bar">
        <h2 class="sy-num" aria-live="polite">${t('year.label-of', { year: props.year })}</h2>
        <${SyFilters} filters=${props.choices} values=${props.values} onSet=${props.set} />
        <div class="sy-row sy-no-print">
          <div class="sy-segment"><button type="button" aria-label=${t('year.previous')} onClick=${() => go(Number(props.year) - 1)}><${SyIcon} name="left" /></button><button type="button" onClick=${() => go(now.slice(0, 4))}>${t('year.now')}</button><button type="button" aria-label=${t('year.next')} onClick=${() => go(Number(props.year) + 1)}><${SyIcon} name="right" /></button></div>
          ${viewButtons(ctx, 'year')}
        </div>
      </div>
      ${problem.value ? html`<${SyProblem} problem=${problem.value} retry=${look} />` : !found.value ? html`<${SySkeleton} rows=${8} />` : html`
        <p class="sy-muted">${t('year.sum', { count: found.value.length })}</p>
        <div class="calendar-year">${Array.from({ length: 12 }, (_, i) => month(i + 1))}</div>`}
    </section>`
  },
}
