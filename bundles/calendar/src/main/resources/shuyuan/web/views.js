// The ways to look at the calendar, for what is not drawn by the calendar's library.
import { html } from '@shuyuan/ui'

export const VIEWS = ['day', 'week', 'month', 'year', 'list']

/** Buttons that lead to the others; a month is what the address without a view means. */
export const viewButtons = (ctx, current, clean = {}) => html`<span class="sy-segment" role="group" aria-label=${ctx.t('list.views')}>
  ${VIEWS.map((view) => html`<button type="button" key=${view} aria-pressed=${String(view === current)} onClick=${() => view !== current && ctx.setQuery({ ...clean, view: view === 'month' ? undefined : view })}>${ctx.t(`view.${view}`)}</button>`)}</span>`
