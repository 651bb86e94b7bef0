// What pages say alike: states with their looks, shares, how is counted.
import { format, html, SyStatus } from '@shuyuan/ui'

/** In the order of their keys 1 to 6. */
export const STATES = ['present', 'late', 'left-early', 'on-leave', 'absent', 'exempt']
export const LOOKS = { present: 'success', late: 'warning', 'left-early': 'warning', 'on-leave': 'info', absent: 'danger', exempt: 'neutral', observer: 'neutral' }
const ROLL = { planned: 'neutral', untaken: 'danger', open: 'warning', closed: 'success', cancelled: 'neutral' }

export const state = (t, word) => html`<${SyStatus} kind=${LOOKS[word] || 'neutral'} text=${t(`state.${word || 'open'}`)} />`
export const rollState = (t, word) => html`<${SyStatus} kind=${ROLL[word]} text=${t(`roll.${word}`)} />`
export const percent = (rate) => (rate === null || rate === undefined ? '—' : `${format.number(rate)} %`)

/** A rate with what it is made of, so that nobody has to believe it. */
export const share = (t, tally) => html`<span class="sy-num">${percent(tally.rate)}${tally.base > 0 && html` <span class="sy-muted">${t('tally.of', { got: format.number(tally.hundredths / 100), base: format.number(tally.base) })}</span>`}</span>`

/** The rules beside every figure, in plain words. */
export const counted = (t, rules) => [
  t(rules.leaveExcused ? 'rules.leave-excused' : 'rules.leave-counts'),
  t('rules.late-says', { percent: rules.lateCounts }),
  t('rules.early-says', { percent: rules.earlyCounts }),
  t(rules.makeUpCounts > 0 ? 'rules.make-up-better' : 'rules.make-up-none', { percent: rules.makeUpCounts }),
  t('rules.target-says', { percent: rules.target }),
  rules.from ? t('rules.from-says', { unit: rules.from.name }) : t('rules.usual-says'),
].join(t('sep.sentence'))
