// What several pages of this module share.
import { html, toLocal } from '@shuyuan/ui'

export { onChanged } from '@shuyuan/ui'

export const GENDERS = ['male', 'female']
export const POLITICAL = ['party-member', 'probationary', 'league', 'democratic', 'independent', 'masses']
export const CATEGORIES = ['leader', 'middle', 'staff', 'retired']

/** The word for a code; an office's own word as it is. */
export const word = (t, field, value) => {
  if (!value) return ''
  const key = `${field}.${value}`
  const text = t(key)
  return text === key ? value : text
}

/** Options of a select; a value that is none of ours stays choosable. */
export const options = (t, field, codes, own) => {
  const list = codes.map((code) => ({ value: code, text: t(`${field}.${code}`) }))
  return own && !codes.includes(own) ? [...list, { value: own, text: own }] : list
}

/** Today where the unit is. */
export const today = (ctx) => toLocal(new Date().toISOString(), ctx.zone).slice(0, 10)

/** The wizard's steps, so that whoever comes from it knows where they are. */
export const setupSteps = (t) => html`
  <ol class="sy-steps">
    ${['administrator', 'unit', 'roster'].map((step, i) => html`
      <li key=${step} aria-current=${step === 'roster' ? 'step' : undefined} class=${step === 'roster' ? '' : 'is-done'}><span class="sy-num">${i + 1}</span>${t(`setup.${step}`)}</li>`)}
  </ol>`
