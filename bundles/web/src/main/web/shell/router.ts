import { reactive } from 'vue'
import { mayLeave, unsaved } from '../sdk/core/guards'
import { session } from '../sdk/core/session'

/** Where the person is. `unit` of the address is kept apart from a page's own parameters. */
export const route = reactive({ path: '/', query: {} as Record<string, string>, unit: undefined as string | undefined, turn: 0 })

function read(): void {
  const query = Object.fromEntries(new URLSearchParams(location.search))
  const { unit, ...rest } = query
  route.path = location.pathname.replace(/\/+$/, '') || '/'
  route.unit = unit
  for (const key of Object.keys(route.query)) if (!(key in rest)) delete route.query[key]
  Object.assign(route.query, rest)
}
let here = ''
read()
here = location.href

/** `then` is called as soon as the session is of that unit, before anything is drawn for it; never, where it was refused. */
export const hooks = { unit: (_unit: string, _then?: () => void): Promise<void> => Promise.resolve() }

export function withUnit(to: string, always = false): string {
  const url = new URL(to, location.origin)
  const unit = session.me?.unit?.id
  if (unit && (always || !url.searchParams.has('unit'))) url.searchParams.set('unit', unit)
  return url.pathname + url.search + url.hash
}

/** Who clicks again while a unit is being fetched wants the later page. */
let asked = 0
export async function navigate(to: string | -1, options: { replace?: boolean; force?: boolean } = {}): Promise<void> {
  if (to === -1) return history.back()
  if (!options.force && !(await mayLeave())) return
  const mine = ++asked
  let gone = false
  const go = (target: string) => {
    if (gone || mine !== asked) return
    gone = true
    const samePath = new URL(target, location.origin).pathname === location.pathname
    history[options.replace ? 'replaceState' : 'pushState'](null, '', target)
    here = location.href
    read()
    route.turn++
    if (!samePath) scrollTo(0, 0)
  }
  const target = withUnit(to)
  const wanted = new URL(target, location.origin).searchParams.get('unit')
  if (!session.me || !wanted || wanted === session.me.unit?.id) return go(target)
  await hooks.unit(wanted, () => go(target))
  // where it was refused, the address says the unit that the page is about
  go(withUnit(to, true))
}

/** Changes parameters of the address without a new entry in the history. */
export function setQuery(change: Record<string, string | undefined>): void {
  const url = new URL(location.href)
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined || value === '') url.searchParams.delete(key)
    else url.searchParams.set(key, value)
  }
  history.replaceState(null, '', url.pathname + url.search)
  here = location.href
  read()
}

let leaving = false
/** What the page is about: another unit takes it away as another path does. */
const place = (href: string) => new URL(href).pathname + (new URL(href).searchParams.get('unit') ?? '')
addEventListener('popstate', async () => {
  // Only what is unsaved is a reason to put the page back while it is asked: each entry that is put back is one more to go through.
  if (!leaving && unsaved() && place(location.href) !== place(here)) {
    history.pushState(null, '', here)
    if (!(await mayLeave())) return
    leaving = true
    history.back()
    return
  }
  leaving = false
  here = location.href
  read()
  if (route.unit && route.unit !== session.me?.unit?.id) {
    await hooks.unit(route.unit)
    setQuery({ unit: session.me?.unit?.id })
  }
  route.turn++
})

// Inner links are taken over, wherever they stand.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
  if (/^\/(api|m|lib|assets)\//.test(link.pathname)) return
  if (link.hash && link.pathname === location.pathname) return
  event.preventDefault()
  void navigate(link.pathname + link.search + link.hash)
})

/** Matches `events/:id` against the rest of a path. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const want = pattern.split('/').filter(Boolean)
  const have = path.split('/').filter(Boolean)
  if (want.length !== have.length) return undefined
  const params: Record<string, string> = {}
  for (let i = 0; i < want.length; i++) {
    if (want[i]!.startsWith(':')) params[want[i]!.slice(1)] = decodeURIComponent(have[i]!)
    else if (want[i] !== have[i]) return undefined
  }
  return params
}
