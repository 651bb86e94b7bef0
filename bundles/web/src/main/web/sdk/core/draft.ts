import { session } from './session'

/** Half-written forms, kept in this browser per account and form. */
const prefix = 'shuyuan.draft.'
const days = 30

/** What was changed, and what stood there when the person began to change it. */
export interface Draft { values: Record<string, unknown>; from: Record<string, unknown>; at: number }
const name = (form: string) => `${prefix}${session.me?.account.id ?? '-'}.${form}`

/** What nobody came back for, and what cannot be read any more, does not stay in the browser. */
function sweep(): void {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
    const found = parsed(key)
    if (!found?.from || Date.now() - found.at >= days * 86_400_000) localStorage.removeItem(key)
  }
}
function parsed(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null
  } catch {
    return null
  }
}
let swept = false

export function readDraft(form: string): Draft | undefined {
  try {
    if (!swept) sweep()
    swept = true
    const found = parsed(name(form))
    // one that does not say what it was begun upon would overwrite what others saved since
    return found?.from && Date.now() - found.at < days * 86_400_000 ? found : undefined
  } catch {
    return undefined
  }
}

export function writeDraft(form: string, values: Draft['values'], from: Draft['from']): void {
  try {
    localStorage.setItem(name(form), JSON.stringify({ values, from, at: Date.now() } satisfies Draft))
  } catch {
    // a full or forbidden store costs the draft only
  }
}

export function dropDraft(form: string): void {
  try {
    localStorage.removeItem(name(form))
  } catch {
    // as above
  }
}

/** What this person chose for a table, a calendar … */
export function remembered<T>(key: string, otherwise: T): T {
  try {
    return (JSON.parse(localStorage.getItem(`shuyuan.pref.${session.me?.account.id ?? '-'}.${key}`) ?? 'null') as T | null) ?? otherwise
  } catch {
    return otherwise
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`shuyuan.pref.${session.me?.account.id ?? '-'}.${key}`, JSON.stringify(value))
  } catch {
    // a choice not remembered is no harm
  }
}
