// Dashboard: the person's next turns, and who asks to change one.
import { defineView, html, onChanged, SyButton, SyProblem, SySkeleton, useLoad } from '@shuyuan/ui'
import { moment } from './facts.js'
import { acting, acts, status, swapLine } from './rota-turns.js'

const SHOWN = 4

export const mine = defineView((ctx) => {
  const { t, api } = ctx
  const loaded = useLoad(() => api.get('my-turns'))
  onChanged(ctx, ['rota', 'event'], loaded.reload)
  const act = acting(ctx, loaded.reload)
  const line = (turn) => html`<li key=${turn.id} class="calendar-turn">
    <span class="calendar-turn-what"><strong class="sy-num">${moment(turn.start)}</strong> ${status(t, turn)}
      <span class="calendar-turn-topic calendar-spoken"><a href=${ctx.href(`/calendar/rotas/${turn.rota.id}?unit=${turn.unit}`)}>${turn.rota.name}</a>${turn.over === 'departments' && turn.due ? ` · ${turn.due.name}` : ''}</span>
      <span class="calendar-turn-topic sy-muted">${turn.topic || t('rotas.no-topic')}</span></span>
    <span class="calendar-acts">${acts(ctx, turn, undefined, act).filter((a) => ['check', 'edit', 'switch', 'close'].includes(a.icon)).map((a) => html`<${SyButton} key=${a.text} small=${true} action=${{ text: a.text, run: a.run }} />`)}</span>
  </li>`
  return () => {
    if (loaded.problem.value) return html`<${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} />`
    if (!loaded.data.value) return html`<${SySkeleton} rows=${3} />`
    const { turns, swaps } = loaded.data.value
    if (!turns.length && !swaps.length) {
      ctx.hideCard?.()
      return html``
    }
    return html`${swaps.length > 0 && html`<ul class="calendar-dates">${swaps.map((s) => swapLine(ctx, s, act))}</ul>`}
      <ul class="calendar-dates">${turns.slice(0, SHOWN).map(line)}</ul>
      ${turns.length > SHOWN && html`<p class="sy-muted">${t('rotas.more-mine', { count: turns.length - SHOWN })}</p>`}`
  }
})
