// What the pages of obligations say alike: rules and periods in words, and the table of how it stands.
import { format, html, SyButton, SyStatus } from '@shuyuan/ui'

export const STATES = { done: 'success', planned: 'info', open: 'neutral', due: 'warning', missed: 'danger', later: 'neutral' }
export const EVERY = ['week', 'month', 'quarter', 'half-year', 'year']
export const OVER = ['unit', 'below', 'units', 'groups', 'members', 'people']

/** "Once a quarter". */
export const often = (t, rule) => t(`obligations.often-${rule.every}`, { count: rule.count })

/** A period by its name, `2026-W19`, `2026-05`, `2026-Q2`, `2026-H1` or `2026`, in words. */
export const period = (t, name) => {
  const [year, part = ''] = name.split('-')
  if (part[0] === 'W') return t('obligations.period-week', { year, n: Number(part.slice(1)) })
  if (part[0] === 'Q') return t('obligations.period-quarter', { year, n: part[1] })
  if (part[0] === 'H') return t(`obligations.period-half-${part[1]}`, { year })
  return part ? format.month(`${name}-01`) : t('obligations.period-year', { year })
}

/** Where a row's events stand. */
export const evidencePath = (row) => `obligations/${row.obligation.id}?whom=${row.whom.id}&period=${row.period}`

/** One click to the form of an event that does it. */
export const planPath = (row) => `/calendar/new?unit=${row.plan}&obligation=${row.obligation.id}&whom=${row.whom.id}&period=${row.period}`

export const status = (t, row) => html`<${SyStatus} kind=${STATES[row.state]} text=${t(`obligations.state-${row.state}`)} />`

const figure = (ctx, row, what) => html`<td class="sy-num" data-label=${ctx.t(`obligations.${what}`)}>${row[what] ? html`<a class="calendar-figure" href=${ctx.href(evidencePath(row))}
  aria-label=${ctx.t('obligations.open-number', { who: row.whom.name, what: ctx.t(`obligations.${what}`), n: row[what] })}>${row[what]}</a>` : '0'}</td>`

const line = (ctx, row) => html`<tr key=${`${row.obligation.id}${row.whom.id}`}>
  <td class="calendar-plan-topic"><a class="calendar-owed-who" href=${ctx.href(evidencePath(row))}>${row.whom.name || ctx.t('rotas.gone')}</a></td>
  <td data-label=${ctx.t('obligations.state')}>${status(ctx.t, row)}</td>
  ${figure(ctx, row, 'done')}${figure(ctx, row, 'planned')}
  <td class="sy-num" data-label=${ctx.t('obligations.lacking')}>${row.lacking}</td>
  <td class="sy-no-print calendar-owed-act">${row.plan && html`<${SyButton} small=${true} action=${{ text: ctx.t('obligations.plan'), icon: 'plus', to: planPath(row) }} />`}</td>
</tr>`

/** Rows under a line for each obligation. @param heads false: it is about one alone */
export const standing = (ctx, rows, heads = true) => {
  const { t } = ctx
  const groups = []
  for (const row of rows) {
    const last = groups[groups.length - 1]
    if (last && last.owed.id === row.obligation.id) last.rows.push(row)
    else groups.push({ owed: row.obligation, rows: [row] })
  }
  return html`<div class="calendar-plan-scroll"><table class="calendar-plan calendar-fair calendar-owed">
    <thead><tr><th scope="col">${t('obligations.whom')}</th><th scope="col">${t('obligations.state')}</th>${['done', 'planned', 'lacking'].map((k) => html`<th key=${k} scope="col">${t(`obligations.${k}`)}</th>`)}
      <th scope="col" class="sy-no-print"><span class="sy-visually-hidden">${t('obligations.plan')}</span></th></tr></thead>
    ${groups.map(({ owed, rows: some }) => html`<tbody key=${owed.id}>
      ${heads && html`<tr class="calendar-plan-month"><th colspan="6" scope="rowgroup"><a class="calendar-owed-head" href=${ctx.href(`obligations/${owed.id}`)}><strong>${owed.name}</strong>
        <span class="sy-muted"> ${often(t, owed)} · ${period(t, some[0].period)}${owed.unit.id !== ctx.unit.id ? ` · ${owed.unit.name}` : ''}</span></a></th></tr>`}
      ${some.map((row) => line(ctx, row))}</tbody>`)}
  </table></div>`
}

/** The period before, the running one, the one after. */
export const arrows = (ctx, shift, go) => html`<p class="sy-no-print calendar-owed-arrows">
  <${SyButton} small=${true} action=${{ text: ctx.t('obligations.earlier'), icon: 'left', run: () => go(shift - 1), disabled: shift <= -120 }} />
  <strong class="sy-num" aria-live="polite">${shift === 0 ? ctx.t('obligations.running') : shift < 0 ? ctx.t('obligations.ago', { count: -shift }) : ctx.t('obligations.ahead', { count: shift })}</strong>
  <${SyButton} small=${true} action=${{ text: ctx.t('obligations.later'), icon: 'right', run: () => go(shift + 1), disabled: shift >= 120 }} />
  ${shift !== 0 && html`<${SyButton} small=${true} action=${{ text: ctx.t('obligations.now'), run: () => go(0) }} />`}
</p>`

export const shiftOf = (query) => Math.max(-120, Math.min(120, Math.trunc(Number(query.shift)) || 0))
