import { computed, shallowReactive } from 'vue'
import { apiOf } from '../sdk/core/api'
import { fill } from '../sdk/core/i18n'
import { onLive } from '../sdk/core/live'
import type { Problem } from '../sdk/core/problem'
import { asProblem, problemOf } from '../sdk/core/problem'
import { can, session, unitId, zone } from '../sdk/core/session'
import type { Context, View } from '../sdk/core/view'
import type { Page } from '../sdk/pages/types'
import { match, navigate, route, setQuery, withUnit } from './router'

interface Entry { id: string; text: string; view: string; permission?: string }
export interface ModuleRoute extends Entry { path: string; setup?: boolean }
export interface CardAction { text: string; icon?: string; route: string; permission?: string }
export interface ModuleCard extends Entry { order?: number; plain?: boolean; size?: 'half' | 'full'; route?: string; actions?: CardAction[] }
export type ModuleBanner = Entry
export interface NavigationItem { id: string; text: string; icon?: string; route: string; order?: number; group?: string; permission?: string }
export interface ActiveModule {
  id: string; version: string; tag: string; state: 'active' | 'updating' | 'off'; platform: boolean; base: string; texts: Record<string, string>
  navigation: NavigationItem[]; routes: ModuleRoute[]; cards: ModuleCard[]; banners: ModuleBanner[]; styles: string[]
}

/** The modules that are active for the person at the unit in hand, with the texts of what the shell itself shows of them. */
export const active = shallowReactive({ modules: [] as ActiveModule[], loaded: false, problem: undefined as Problem | undefined })
export const moduleOf = (id: string) => active.modules.find((m) => m.id === id)
export const textOf = (module: ActiveModule, key: string, params?: Record<string, unknown>) => fill(module.texts[key] ?? key, params)

/** Where a route of the module stands; undefined where there is none for this person. */
export function pathOf(module: ActiveModule, id: string): string | undefined {
  const found = module.routes.find((r) => r.id === id)
  return found && `/${module.id}${found.path ? `/${found.path}` : ''}`
}

export interface Found { module: ActiveModule; route: ModuleRoute; params: Record<string, string>; key: string }
/** What an address of a module means to this person: a path without parameters before one with. */
export function routeAt(path: string): Found | undefined {
  const [id = '', ...rest] = path.split('/').slice(1)
  const module = moduleOf(id)
  const exact = (r: ModuleRoute) => !r.path.includes(':')
  for (const r of [...(module?.routes ?? [])].sort((a, b) => Number(exact(b)) - Number(exact(a)))) {
    const params = match(r.path, rest.join('/'))
    if (module && params && can(r.permission)) return { module, route: r, params, key: `${id}/${r.id}` }
  }
  return undefined
}

/** The view that will be wanted first comes while the frame around it is still being drawn. */
export function fetchAhead(path: string): void {
  const found = routeAt(path)
  const file = found?.route.view.split('#')[0]
  // what goes wrong is told where the view is mounted
  if (found && file?.endsWith('.js')) void import(/* @vite-ignore */ found.module.base + file).catch(() => undefined)
  if (found) loadTexts(found.module)?.catch(() => undefined)
}

let running: Promise<void> | undefined
let again = false
export function loadModules(): Promise<void> {
  if (running) {
    again = true
    return running
  }
  running = (async () => {
    do {
      again = false
      try {
        const { modules, permissions } = await apiOf('modules').get<{ modules: ActiveModule[]; permissions: string[] }>('active')
        // a module that has just come brings permissions that nobody had when the page was opened
        if (active.loaded && session.me && !session.me.account.mustChangePassword) session.me.permissions = permissions
        active.modules = modules.map((m) => ({ ...m, navigation: m.navigation ?? [], routes: m.routes ?? [], cards: m.cards ?? [], banners: m.banners ?? [], styles: m.styles ?? [], texts: m.texts ?? {} }))
        active.problem = undefined
        dropStyles()
      } catch (error) {
        if (!active.loaded) active.problem = asProblem(error)
      }
      active.loaded = true
    } while (again)
  })().finally(() => (running = undefined))
  return running
}

// A module's styles come with its first view and go with the module or its version.
const sheets = new Map<string, HTMLLinkElement>()
function dropStyles(): void {
  const wanted = new Set(active.modules.flatMap((m) => m.styles.map((style) => m.base + style)))
  for (const [href, link] of sheets) {
    if (!wanted.has(href)) {
      link.remove()
      sheets.delete(href)
    }
  }
}
function addStyles(module: ActiveModule): Promise<unknown> {
  return Promise.all(module.styles.map((style) => {
    const href = module.base + style
    if (sheets.has(href)) return undefined
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    sheets.set(href, link)
    return new Promise((resolve) => {
      link.onload = link.onerror = resolve
      document.head.append(link)
    })
  }))
}

// What is asked for in one turn goes in one request: a dashboard has the cards of many modules.
const texts = new Map<string, Record<string, string>>()
const keyOf = (module: ActiveModule) => `${session.language} ${module.id}:${module.tag}`
let asking: { modules: Map<string, ActiveModule>; answer: Promise<void> } | undefined
/** All texts of a module in the page's language; `active` brings those of menus and titles only. */
function loadTexts(module: ActiveModule): Promise<void> | undefined {
  if (texts.has(keyOf(module))) return undefined
  if (!asking) {
    const modules = new Map<string, ActiveModule>()
    asking = { modules, answer: Promise.resolve().then(() => {
      asking = undefined
      return fetchTexts([...modules.values()])
    }) }
  }
  asking.modules.set(module.id, module)
  return asking.answer
}
async function fetchTexts(modules: ActiveModule[]): Promise<void> {
  const keys = modules.map(keyOf)
  const found = await apiOf('modules').get<Record<string, Record<string, string>>>('texts', { language: session.language, of: modules.map((m) => `${m.id}:${m.tag}`) }, { unit: false })
  // one that has another version by now is drawn anew as soon as the shell hears of it
  modules.forEach((module, i) => found[module.id] && texts.set(keys[i]!, found[module.id]!))
}

async function pagesOf(address: string): Promise<Record<string, Page>> {
  const answer = await fetch(address)
  if (!answer.ok) throw await problemOf(answer)
  return (await answer.json()) as Record<string, Page>
}

/** What a descriptor's `file.js#name` (a function) or `file.json#name` (a page to be drawn by the SDK) means. */
export async function viewOf(module: ActiveModule, view: string, plain = false): Promise<View> {
  const [file = '', name = 'default'] = view.split('#')
  const styles = Promise.all([loadTexts(module), plain ? undefined : addStyles(module)])
  if (file.endsWith('.json')) {
    const [{ pageView }, pages] = await Promise.all([import('../sdk/pages'), pagesOf(module.base + file), styles])
    if (!pages[name]) throw new Error(`${module.base}${file} has no page ${name}`)
    return pageView(pages[name], pages)
  }
  const [loaded] = await Promise.all([import(/* @vite-ignore */ module.base + file) as Promise<Record<string, View>>, styles])
  const found = loaded[name]
  if (typeof found !== 'function') throw new Error(`${module.base}${file} exports no view ${name}`)
  return found
}

// What is off shows no button that would be refused.
const mayRead = (permission?: string) => !!permission?.endsWith('.read') && can(permission)
/** What a view may use. `ended` runs when it is unmounted. */
export function contextOf(module: ActiveModule, params: Record<string, string>, ended: (() => void)[]): Context {
  const inside = (to: string) => (to.startsWith('/') ? to : `/${module.id}${to ? '/' : ''}${to}`)
  const own = texts.get(keyOf(module)) ?? module.texts
  return {
    module: module.id,
    unit: session.me!.unit,
    zone: zone.value,
    params,
    query: route.query,
    language: session.language,
    user: { id: session.me!.account.id, name: session.me!.account.name, displayName: session.me!.account.displayName, person: session.me!.person },
    api: apiOf(module.id),
    t: (key, p) => fill(own[key] ?? key, p),
    can: module.state === 'off' ? mayRead : can,
    navigate: (to, options) => void navigate(to === -1 ? -1 : inside(to), options),
    href: (to) => withUnit(inside(to)),
    setQuery,
    on(event, handler) {
      // what was missed may be anything of the module's own: a change without an id
      const offs = [onLive(event, handler), ...(event === 'changed' ? [onLive('missed', () => handler({ module: module.id }))] : [])]
      const off = () => offs.forEach((end) => end())
      ended.push(off)
      return off
    },
  }
}

const groups = ['study', 'people', 'administration'] as const
export const navigation = computed(() =>
  groups.map((group) => ({
    id: group,
    items: active.modules
      .flatMap((m) => m.navigation.map((n) => {
        return { ...n, module: m.id, label: textOf(m, n.text), href: pathOf(m, n.route) ?? `/${m.id}`, group: n.group ?? 'study' }
      }))
      .filter((n) => n.group === group && can(n.permission))
      .sort((a, b) => (a.order ?? 500) - (b.order ?? 500)),
  })).filter((g) => g.items.length),
)
export const cards = computed(() =>
  active.modules.flatMap((m) => m.cards.filter((c) => can(c.permission)).map((card) => ({ module: m, card }))).sort((a, b) => (a.card.order ?? 500) - (b.card.order ?? 500)),
)
export const banners = computed(() => active.modules.flatMap((m) => m.banners.filter((b) => can(b.permission)).map((banner) => ({ module: m, banner }))))
export const setupRoute = () => {
  for (const m of active.modules) {
    const found = m.routes.find((r) => r.setup)
    if (found) return pathOf(m, found.id)
  }
  return undefined
}
export const revisionKey = computed(() => `${unitId.value}|${session.language}`)
