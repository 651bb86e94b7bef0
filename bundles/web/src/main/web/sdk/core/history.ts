import { cellText, isMoment } from './cell'
import { s } from './i18n'
import type { Column, Option } from './types'

/** An entry of the trail as `/api/access/audit` gives it; `fields` are words for names of fields, `names` those behind ids. */
export interface Entry {
  id: string
  at: string
  who: string
  action: string
  actionText?: string
  before?: unknown
  after?: unknown
  fields?: Record<string, string>
  names?: Record<string, string>
}
export interface Change { key: string; name: string; from: string; to: string }
/** What a form's fields, a table's columns and a record's facts have in common. */
export interface Shown { key: string; text: string; type?: string; options?: Option[] }
/** What a page calls the fields of its record, and their codes; `fields` says both, as for its form or its table. */
export interface Words { labels?: Record<string, string>; words?: (key: string, value: string) => string | undefined; fields?: readonly Shown[] }

const NOTHING = '—'
/** Those whose values are written otherwise than they are stored. */
const TYPES: readonly Column['type'][] = ['date', 'datetime', 'number']

function object(value: unknown): Record<string, unknown> {
  try {
    const read = typeof value === 'string' ? JSON.parse(value) : value
    return read && typeof read === 'object' ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function text(entry: Entry, key: string, value: unknown, words: Words): string {
  if (value === null || value === undefined || value === '') return NOTHING
  if (Array.isArray(value)) return value.map((one) => text(entry, key, one, words)).join(s('list.comma'))
  if (typeof value === 'object') return JSON.stringify(value)
  const plain = String(value)
  const { type, options } = words.fields?.find((f) => f.key === key) ?? {}
  const as = TYPES.find((one) => one === type) ?? (isMoment(value) ? 'datetime' : undefined)
  return entry.names?.[plain] ?? words.words?.(key, plain) ?? (cellText({ key: value }, { key: 'key', text: '', type: as, options }) || plain)
}

/** What differs, field by field and in words; nothing of an entry that has only one side. */
export function changesOf(entry: Entry, words: Words = {}): Change[] {
  const before = object(entry.before)
  const after = object(entry.after)
  if (!entry.before || !entry.after) return []
  return Object.keys({ ...before, ...after })
    .filter((key) => key !== 'version' && key !== 'id' && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => ({ key, name: words.labels?.[key] ?? words.fields?.find((f) => f.key === key)?.text ?? entry.fields?.[key] ?? key, from: text(entry, key, before[key], words), to: text(entry, key, after[key], words) }))
    .filter((change) => change.from !== change.to)
}
