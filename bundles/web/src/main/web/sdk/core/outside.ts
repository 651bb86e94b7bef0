import { onMounted, onUnmounted, ref, watch } from 'vue'
import { apiOf } from './api'
import { session } from './session'

/** A way to sign in beside the portal's own passwords; it comes and goes with its bundle. */
export interface OutsideSource { id: string; kind: 'password' | 'redirect'; label: string }

const EVERY = 15_000
const KEY = 'shuyuan.sign-in'

/** The sources there are now, asked again while the page is looked at: nobody is signed in who could be told. */
export function useSources() {
  const sources = ref<OutsideSource[]>([])
  let timer: ReturnType<typeof setInterval> | undefined
  async function load() {
    if (document.visibilityState === 'hidden') return
    try {
      const fresh = (await apiOf('access').get<{ items: OutsideSource[] }>('outside', {}, { quiet: true, unit: false })).items
      if (JSON.stringify(fresh) !== JSON.stringify(sources.value)) sources.value = fresh
    } catch {
      // the portal's own passwords work without them
    }
  }
  onMounted(() => {
    void load()
    timer = setInterval(load, EVERY)
    document.addEventListener('visibilitychange', load)
  })
  onUnmounted(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', load)
  })
  watch(() => session.language, load)
  return sources
}

/** By which password one signed in last in this browser; empty: the portal's own. */
export const lastSource = (): string | null => localStorage.getItem(KEY)
export const rememberSource = (id: string): void => localStorage.setItem(KEY, id)

/** Leaves for the source's own sign-in page; comes back to this one. */
export async function goTo(source: OutsideSource): Promise<void> {
  const here = location.pathname.startsWith('/sign-in') ? '/' : location.pathname + location.search
  const { address } = await apiOf('access').post<{ address: string }>(`outside/${encodeURIComponent(source.id)}/start`, { back: here }, { quiet: true, unit: false })
  location.assign(address)
}

/** Why the way back from a source ended on the sign-in page: its code stands after the `#`. */
export async function reasonOfReturn(): Promise<{ title: string; detail: string } | undefined> {
  const code = /^#([a-z][a-z0-9-]*\.[a-z][a-z0-9-]*)$/.exec(location.hash)?.[1]
  if (!code) return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  try {
    return await apiOf('access').get<{ title: string; detail: string }>(`outside/reasons/${code}`, {}, { quiet: true, unit: false })
  } catch {
    return undefined
  }
}

/** The way back from a source wants a code of the second factor before it ends. */
export function secondOfReturn(): { source: string; second: string } | undefined {
  const found = /^#second:([a-z0-9-]+):([A-Za-z0-9_-]{43})$/.exec(location.hash)
  if (!found) return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return { source: found[1]!, second: found[2]! }
}
