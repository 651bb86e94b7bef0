import { at } from '../core/cell'
import { confirm } from '../core/dialogs'
import { toast } from '../core/toast'
import type { Action, Column, Field, Filter, Option, Row } from '../core/types'
import type { Context } from '../core/view'
import type { Choices, Page, PageAction, PageColumn, PageField, PageFilter, RecordPage } from './types'

/** `books/{id}` with what the record, or else the address, says. */
export function filled(path: string, ctx: Context, row: Row = {}): string {
  return path.replace(/\{([\w.-]+)\}/g, (_all, key: string) => encodeURIComponent(String(at(row, key) ?? ctx.params[key] ?? '')))
}

/** A condition: `writable` must hold, `!retired` must not. */
export function holds(when: string | undefined, row: Row): boolean {
  if (!when) return true
  const not = when.startsWith('!')
  const key = not ? when.slice(1) : when
  // a form's values lie flat: there a nested key is one name
  return !!(row[key] ?? at(row, key)) !== not
}

/** A flat form of a record's nested keys, and back. */
export const flat = (record: Row, keys: string[]): Row => Object.fromEntries(keys.map((key) => [key, at(record, key)]))
export function nested(values: Row): Row {
  const record: Row = {}
  for (const [key, value] of Object.entries(values)) {
    const names = key.split('.')
    const last = names.pop()!
    names.reduce((into, name) => (into[name] ??= {}), record)[last] = value
  }
  return record
}

/** The choices that a page's filters, columns and fields get from the module's REST, by the path they come from. */
export async function loadChoices(ctx: Context, all: { options?: Choices }[], record?: Promise<Row | undefined>): Promise<Map<Choices, Option[]>> {
  const found = new Map<Choices, Option[]>()
  await Promise.all(all.map(async ({ options }) => {
    if (!options || found.has(options)) return
    if (Array.isArray(options)) found.set(options, options.map((o) => ({ ...o, text: ctx.t(o.text) })))
    else {
      const path = options.load.includes('{') ? filled(options.load, ctx, await record) : options.load
      const answer = await ctx.api.get<Row[] | { items: Row[] }>(path, { size: 200 })
      const items = Array.isArray(answer) ? answer : answer.items
      found.set(options, items.map((row) => ({ value: at(row, options.value), text: String(at(row, options.text) ?? '') })))
    }
  }))
  return found
}
type Loaded = Map<Choices, Option[]> | undefined
export const chosen = (options: Choices | undefined, loaded: Loaded) => (options ? (loaded?.get(options) ?? []) : undefined)

export const columnOf = (ctx: Context, loaded: Loaded) => ({ to, options, ...c }: PageColumn): Column =>
  ({ ...c, text: ctx.t(c.text), options: chosen(options, loaded), to: to === undefined ? undefined : (row: Row) => filled(to, ctx, row) })
export const filterOf = (ctx: Context, loaded: Loaded) => ({ options, ...f }: PageFilter): Filter => ({ ...f, text: ctx.t(f.text), options: chosen(options, loaded) })
export const fieldOf = (ctx: Context, loaded: Loaded) => ({ options, pattern, when, ...f }: PageField): Field => {
  const words = (key: string | undefined) => (key ? ctx.t(key) : undefined)
  return {
    ...f, text: ctx.t(f.text), help: words(f.help), placeholder: words(f.placeholder), group: words(f.group), options: chosen(options, loaded),
    pattern: pattern ? new RegExp(`^(?:${pattern})$`) : undefined, show: when ? (all) => holds(when, all) : undefined,
  }
}

/** Where a record lies, whichever of its pages says so: `books` for `books/{id}`, `books` and `books?open=true`. */
const placeOf = (path: string | undefined) => path?.replace(/[?].*$/, '').replace(/\/\{[^/]*\}$/, '')
/** What any page of a file says of the fields of the record that this page shows, so that its history has words for those too that it does not show. */
export function fieldsOf(page: RecordPage, file: Record<string, Page>): PageColumn[] {
  const known = new Map<string, PageColumn>()
  const facts = page.cards.flatMap((c) => [...(c.facts ?? []), ...(c.prose && c.title ? [{ key: c.prose, text: c.title }] : [])])
  const others = Object.values(file).filter((p) => placeOf(p.load ?? (p.page === 'form' ? p.submit.path : '')) === placeOf(page.load))
    .flatMap((p): (PageColumn | PageField)[] => (p.page === 'form' ? p.fields : p.page === 'record' ? p.cards.flatMap((c) => c.facts ?? []) : p.columns))
  // what this page says comes first, the others fill its gaps
  for (const f of [...facts, ...others] as PageColumn[]) known.set(f.key, { ...f, ...known.get(f.key) })
  return [...known.values()]
}

/** The actions a person may use, each a link or a request that asks first and says that it is done. */
export function actionsOf(ctx: Context, actions: PageAction[] | undefined, row: Row, after: () => unknown): Action[] {
  return (actions ?? []).filter((a) => (!a.permission || ctx.can(a.permission)) && holds(a.when, row)).map((a) => {
    const shown = { text: ctx.t(a.text), icon: a.icon, primary: a.primary, danger: a.danger }
    if (a.to !== undefined) return { ...shown, to: filled(a.to, ctx, row) }
    return { ...shown, run: async () => {
      if (a.confirm && !(await confirm({ title: ctx.t(a.confirm, row), yes: shown.text, danger: a.danger }))) return
      const path = filled(a.path!, ctx, row)
      const options = a.match ? { match: await ctx.api.get<Row>(path) } : {}
      if (a.method === 'DELETE') await ctx.api.delete(path, options)
      else await ctx.api[a.method!.toLowerCase() as 'post' | 'put' | 'patch'](path, {}, options)
      if (a.done) toast.success(ctx.t(a.done, row))
      if (a.then !== undefined) ctx.navigate(filled(a.then, ctx, row), { replace: true })
      else await after()
    } }
  })
}
