// A group's rule: said in words, and edited condition by condition.
import { html, SyUnitPicker } from '@shuyuan/ui'
import { CATEGORIES, GENDERS, POLITICAL, word } from './shared.js'

const FIELDS = ['age', 'gender', 'political', 'category', 'position', 'unitKind', 'unit', 'group']
export const emptyRule = () => ({ all: true, conditions: [{ field: 'age', not: false, to: 34 }] })

/** JSON → what the page edits; undefined for rules that are joined in more ways than the page can show. */
export function readRule(rule) {
  if (!rule) return emptyRule()
  const joined = rule.all ?? rule.any
  const parts = joined ?? [rule]
  const conditions = parts.map((part) => {
    const inner = part.not ?? part
    return inner.field ? { field: inner.field, not: Boolean(part.not), from: inner.from, to: inner.to, values: inner.in ?? [], words: (inner.has ?? []).join('，') } : undefined
  })
  return conditions.includes(undefined) ? undefined : { all: !rule.any, conditions }
}

/** What the page edits → JSON. */
export function writeRule({ all, conditions }) {
  const number = (text) => (text === '' || text === undefined || text === null ? undefined : Number(text))
  const parts = conditions.map((c) => {
    const one = c.field === 'age' ? { field: 'age', from: number(c.from), to: number(c.to) }
      : c.field === 'position' ? { field: 'position', has: (c.words ?? '').split(/[,，、;；]/).map((w) => w.trim()).filter(Boolean) }
        : { field: c.field, in: c.values ?? [] }
    return c.not ? { not: one } : one
  })
  return { [all ? 'all' : 'any']: parts }
}

/** The choices of a condition: codes with their words, and what else there is to pick. */
function choices(t, field, around) {
  if (field === 'gender') return GENDERS.map((v) => ({ value: v, text: word(t, 'gender', v) }))
  if (field === 'political') return POLITICAL.map((v) => ({ value: v, text: word(t, 'political', v) }))
  if (field === 'category') return CATEGORIES.map((v) => ({ value: v, text: word(t, 'category', v) }))
  if (field === 'unitKind') return around.kinds.map((k) => ({ value: k.id, text: k.text }))
  if (field === 'group') return around.groups.map((g) => ({ value: g.id, text: g.text }))
  return around.units.map((u) => ({ value: u.id, text: u.name }))
}

const wordsOf = (t, c, around) => {
  if (c.field === 'age') {
    if (c.from !== undefined && c.to !== undefined) return t('rule.age-between', { from: c.from, to: c.to })
    return c.to !== undefined ? t('rule.age-to', { to: c.to }) : t('rule.age-from', { from: c.from })
  }
  const list = c.has ?? c.in ?? []
  const known = c.has ? [] : choices(t, c.field, around)
  const text = list.map((v) => known.find((k) => k.value === v)?.text ?? (/^[0-9a-f-]{36}$/.test(v) ? t('rule.gone') : v)).join(t('place.and'))
  return t('rule.one', { field: t(`rule.${c.field}`), values: text })
}

/** A rule as a nested list of sentences. */
export function ruleText(t, rule, around) {
  if (!rule) return ''
  if (rule.not) return html`<span>${t('rule.not')} ${ruleText(t, rule.not, around)}</span>`
  const parts = rule.all ?? rule.any
  if (!parts) return html`<span>${wordsOf(t, rule, around)}</span>`
  if (parts.length === 1) return ruleText(t, parts[0], around)
  return html`<div><p>${t(rule.all ? 'rule.all' : 'rule.any')}</p><ul class="directory-history">${parts.map((p, i) => html`<li key=${i}>${ruleText(t, p, around)}</li>`)}</ul></div>`
}

/**
 * The conditions to edit.
 * @param {(key: string, values?: any) => string} t
 * @param {any} edited as of readRule
 * @param {(edited: any) => void} set
 * @param {{ kinds: any[], groups: any[], units: any[] }} around
 */
export function ruleEditor(t, edited, set, around) {
  const change = (i, part) => set({ ...edited, conditions: edited.conditions.map((c, n) => (n === i ? { ...c, ...part } : c)) })
  const values = (c, i) => {
    const name = t(`rule.${c.field}`)
    if (c.field === 'age') {
      const field = (key, text) => html`<label class="directory-rule-age">${text}<input type="number" min="0" max="150" class="directory-input" value=${c[key] ?? ''} onInput=${(e) => change(i, { [key]: e.target.value })} /></label>`
      return html`<span class="sy-row">${field('from', t('rule.from'))}${field('to', t('rule.to'))}</span>`
    }
    if (c.field === 'position') return html`<input type="text" class="directory-input" maxlength="300" aria-label=${name} placeholder=${t('rule.position-help')} value=${c.words ?? ''} onInput=${(e) => change(i, { words: e.target.value })} />`
    if (c.field === 'unit') return html`<${SyUnitPicker} multiple modelValue=${c.values ?? []} label=${name} units=${around.units} onChange=${(list) => change(i, { values: list })} />`
    const known = choices(t, c.field, around)
    const own = (c.values ?? []).filter((v) => !known.some((k) => k.value === v)).map((v) => ({ value: v, text: v }))
    return html`<span class="directory-ticks">${[...known, ...own].map((o) => html`
      <label key=${o.value}><input type="checkbox" checked=${(c.values ?? []).includes(o.value)}
        onChange=${(e) => change(i, { values: e.target.checked ? [...(c.values ?? []), o.value] : c.values.filter((v) => v !== o.value) })} />${o.text}</label>`)}</span>`
  }
  return html`
    <div class="directory-rule">
      <select class="directory-select" aria-label=${t('rule.joined')} value=${edited.all ? 'all' : 'any'} onChange=${(e) => set({ ...edited, all: e.target.value === 'all' })}>
        <option value="all">${t('rule.all')}</option><option value="any">${t('rule.any')}</option>
      </select>
      ${edited.conditions.map((c, i) => html`
        <fieldset key=${i} class="directory-condition">
          <legend class="sy-visually-hidden">${t('rule.condition', { number: i + 1 })}</legend>
          <select class="directory-select" aria-label=${t('rule.field')} value=${c.field} onChange=${(e) => change(i, { field: e.target.value, values: [], words: '', from: undefined, to: undefined })}>
            ${FIELDS.map((f) => html`<option key=${f} value=${f}>${t(`rule.${f}`)}</option>`)}
          </select>
          <select class="directory-select" aria-label=${t('rule.whether')} value=${c.not ? 'not' : 'is'} onChange=${(e) => change(i, { not: e.target.value === 'not' })}>
            <option value="is">${t('rule.is')}</option><option value="not">${t('rule.is-not')}</option>
          </select>
          <div class="directory-condition-values">${values(c, i)}</div>
          ${edited.conditions.length > 1 && html`<button type="button" class="directory-link" aria-label=${t('rule.remove', { number: i + 1 })} onClick=${() => set({ ...edited, conditions: edited.conditions.filter((_, n) => n !== i) })}>${t('kinds.delete')}</button>`}
        </fieldset>`)}
      ${edited.conditions.length < 40 && html`<p><button type="button" class="directory-link" onClick=${() => set({ ...edited, conditions: [...edited.conditions, { field: 'political', not: false, values: [] }] })}>${t('rule.add')}</button></p>`}
    </div>`
}
