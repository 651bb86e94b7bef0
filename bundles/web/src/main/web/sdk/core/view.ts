import { createApp, defineComponent, h, inject, provide, type App, type Component, type InjectionKey } from 'vue'
import { ElConfigProvider } from './element'
import type { Api } from './api'
import { elementLocale, s } from './i18n'
import type { LiveEvent } from './live'
import { Problem } from './problem'
import type { UnitRef } from './session'
import { toast } from './toast'

export interface Context {
  module: string
  unit: (UnitRef & { zone: string }) | null
  zone: string
  params: Record<string, string>
  query: Record<string, string>
  language: string
  user: { id: string; name: string; displayName: string; person: { id: string; name: string } | null }
  api: Api
  t(key: string, params?: Record<string, unknown>): string
  can(permission: string): boolean
  navigate(to: string | -1, options?: { replace?: boolean }): void
  href(to: string): string
  setQuery(change: Record<string, string | undefined>): void
  on(event: LiveEvent, handler: (data: any) => void): () => void
  /** Only in a card of the dashboard and in a banner: it has nothing to say now; `false`: it has again. */
  hideCard?(hide?: boolean): void
}
export type View = (el: HTMLElement, ctx: Context) => () => void

const key: InjectionKey<Context> = Symbol('context')

/** The context of the view that this component stands in. */
export function useContext(): Context {
  const found = inject(key, undefined)
  if (!found) throw new Error('useContext() outside of a view')
  return found
}
export const tryContext = (): Context | undefined => inject(key, undefined)

/** A part rendered apart would lose the component library's language: everything of ours goes through here. */
export function rooted(component: Component, props: Record<string, unknown>, ctx?: Context): App {
  const app = createApp(
    defineComponent({
      name: 'SyRoot',
      setup() {
        if (ctx) provide(key, ctx)
        return () => h(ElConfigProvider, { locale: elementLocale() as never, button: { autoInsertSpace: false }, message: { max: 3 } },
          { default: () => h(component, props) })
      },
    }),
  )
  app.config.errorHandler = (error) => {
    console.error(error)
    // What a plain button's handler throws comes here: a click that does nothing and says nothing is only tried again. A request that was called off is no failure.
    if ((error as Error | undefined)?.name !== 'AbortError') toast.error(error instanceof Problem ? error : new Problem({ code: 'web.unexpected', title: s('problem.unexpected'), detail: s('problem.unexpected.do') }))
    document.dispatchEvent(new CustomEvent('shuyuan:error', { detail: { module: ctx?.module, error } }))
  }
  return app
}

/** A view out of a set-up function that returns a render function, or out of a component with a `ctx` prop. */
export function defineView(view: ((ctx: Context) => () => unknown) | Component): View {
  const component = typeof view === 'function' && !('setup' in view)
    ? defineComponent({ name: 'SyView', props: { ctx: { type: Object, required: true } }, setup: (props) => (view as (ctx: Context) => () => never)(props.ctx as Context) })
    : (view as Component)
  return (el, ctx) => {
    const app = rooted(component, { ctx }, ctx)
    app.mount(el)
    return () => app.unmount()
  }
}
