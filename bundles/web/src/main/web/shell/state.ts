import { reactive } from 'vue'
import { apiOf, askedAhead, forgetAhead } from '../sdk/core/api'
import { fetchFields } from '../sdk/core/element'
import { mayLeave } from '../sdk/core/guards'
import { s, useLanguage } from '../sdk/core/i18n'
import { onLive, startLive, stopLive } from '../sdk/core/live'
import { Problem } from '../sdk/core/problem'
import { session, type Language, type Me } from '../sdk/core/session'
import { toast } from '../sdk/core/toast'
import { fetchAhead, loadModules } from './modules'
import { hooks, navigate, route, setQuery } from './router'

export interface Notice { id: string; title: string; text?: string; link?: string; at: string; read?: boolean }
/** What the shell itself shows. */
export const shell = reactive({ phase: 'loading' as 'loading' | 'sign-in' | 'setup' | 'forgotten' | 'reset' | 'in' | 'down', unread: 0, notices: [] as Notice[], noticesLoaded: false, problem: undefined as Problem | undefined, live: true })

const access = apiOf('access')
const WANTED = 'shuyuan.wanted'
const lastUnit = () => localStorage.getItem('shuyuan.unit') ?? undefined

const beforeSignIn = () => (['setup', 'forgotten', 'reset'] as const).find((page) => route.path === `/${page}`)

export async function start(): Promise<void> {
  const before = beforeSignIn()
  if (before) {
    await loadPortal()
    shell.phase = before
    return
  }
  try {
    const me = await whoAmI(route.unit ?? lastUnit())
    await askedAhead()
    await enter(me)
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      await loadPortal()
      shell.phase = 'sign-in'
    } else {
      shell.problem = error as Problem
      shell.phase = 'down'
    }
  } finally {
    forgetAhead()
  }
}

async function whoAmI(unit?: string): Promise<Me> {
  try {
    return await access.get<Me>('me', {}, { quiet: true, unit: unit ?? false })
  } catch (error) {
    // The unit of an old link or of another account: fall back to the person's own.
    if (unit && error instanceof Problem && [400, 403, 404].includes(error.status)) return access.get<Me>('me', {}, { quiet: true, unit: false })
    throw error
  }
}

async function loadPortal(): Promise<void> {
  try {
    Object.assign(session.portal, await access.get('portal', {}, { quiet: true, unit: false }))
  } catch {
    // the sign-in page works without the portal's name
  }
}

export async function enter(me: Me): Promise<void> {
  session.me = me
  session.portal.name = me.portal?.name ?? session.portal.name
  if (me.unit) localStorage.setItem('shuyuan.unit', me.unit.id)
  if (me.language && me.language !== session.language) await useLanguage(me.language)
  await loadModules()
  fetchAhead(route.path)
  shell.phase = 'in'
  if (me.unit && route.unit !== me.unit.id) setQuery({ unit: me.unit.id })
  if (['/sign-in', '/setup'].includes(route.path)) await navigate('/', { replace: true, force: true })
  // whoever scanned a code and must first choose a password still arrives
  if ((me.account.mustChangePassword || me.account.mustEnrol) && route.path !== '/account') sessionStorage.setItem(WANTED, location.pathname + location.search)
  if (me.account.mustChangePassword) await navigate('/account?tab=password', { replace: true, force: true })
  else if (me.account.mustEnrol) await navigate('/account?tab=factor', { replace: true, force: true })
  startLive((document.querySelector('meta[name=shuyuan-live]') as HTMLMetaElement).content)
}

/** Where the person was going when something had to be set first; asked for once. */
export function wanted(): string {
  const to = sessionStorage.getItem(WANTED) ?? '/'
  sessionStorage.removeItem(WANTED)
  return to
}

/** Once the initial password is changed: what the person may, the menu and the units were withheld until then. */
export async function enterAnew(): Promise<void> {
  const me = await whoAmI()
  await enter(me)
  if (!me.account.mustEnrol) await navigate(wanted(), { replace: true, force: true })
}

export async function signOut(): Promise<void> {
  let next = '/sign-in'
  try {
    // Who came by another page leaves that one too, where the settings say so.
    next = (await access.get<{ address: string | null }>('outside/leave', {}, { quiet: true, unit: false })).address ?? next
  } catch {
    // the session may have ended already
  }
  try {
    await access.delete('session', { quiet: true, unit: false })
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) return toast.error(error)
  }
  stopLive()
  location.assign(next)
}

/** Of the person's own will: what is unsaved on the page is asked about, as before any other leaving. */
export async function chooseUnit(id: string): Promise<void> {
  if (id === session.me?.unit?.id || !(await mayLeave())) return
  await toUnit(id)
  setQuery({ unit: session.me?.unit?.id })
}

async function toUnit(id: string, then?: () => void): Promise<void> {
  if (id === session.me?.unit?.id) return
  try {
    session.me = await whoAmI(id)
    localStorage.setItem('shuyuan.unit', session.me.unit?.id ?? '')
    then?.()
    await loadModules()
    startLive('')
  } catch (error) {
    toast.error(error)
  }
}
hooks.unit = toUnit

export async function chooseLanguage(language: Language): Promise<void> {
  // the views are mounted anew in the other language
  if (session.me && !(await mayLeave())) return
  await useLanguage(language)
  if (!session.me) return
  session.me.language = language
  await Promise.all([loadModules(), access.put('me/language', { language }, { unit: false }).catch((error: unknown) => toast.error(error))])
}

const notices = apiOf('notices')
export async function loadNotices(): Promise<void> {
  try {
    const answer = await notices.get<{ items: Notice[]; total: number; unread?: number }>('/api/notices', { size: 20 }, { quiet: true })
    shell.notices = answer.items
    shell.unread = answer.unread ?? answer.items.filter((n) => n.read === false).length
    shell.noticesLoaded = true
  } catch {
    // the bell is no reason to disturb the page
  }
}
export async function markRead(ids?: string[]): Promise<void> {
  await notices.post('read', ids ? { ids } : { all: true })
  for (const n of shell.notices) if (!ids || ids.includes(n.id)) n.read = true
  shell.unread = ids ? Math.max(0, shell.unread - ids.length) : 0
}

let counted = false
onLive('unread', (data: { count: number }) => {
  counted = true
  shell.unread = data.count
})
onLive('notice', async (notice: Partial<Notice>) => {
  // Read anew in this page's language: the stream is the whole browser's and speaks the browser's own.
  await loadNotices()
  const told = shell.notices.find((n) => n.id === notice.id)
  if (told) toast.info(`${s('notices.new')} ${told.title}`)
})
onLive('modules', () => void loadModules())
let wasDown = false
let quiet: ReturnType<typeof setTimeout> | undefined
onLive('state', ({ open }: { open: boolean }) => {
  clearTimeout(quiet)
  // A stream that comes back at once is nothing to tell.
  if (open) shell.live = true
  else quiet = setTimeout(() => (shell.live = false), 6000)
  if (open && wasDown) void loadModules()
  wasDown = !open
})
/** What can wait until the page is there. The stream tells the count when it opens; a server that does not is asked. */
export function restLater(): void {
  setTimeout(() => !counted && !shell.noticesLoaded && void loadNotices(), 2500)
  // whoever does something may come to a form
  for (const act of ['pointerdown', 'keydown']) addEventListener(act, fetchFields, { once: true })
}
