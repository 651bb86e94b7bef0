import { vi } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { session, type Me } from '../../main/web/sdk/core/session'
import type { Context, View } from '../../main/web/sdk/core/view'

/** What a test of a module's plain pages gives them: answers by path, and what was asked for. */
export type Api = Record<'get' | 'post' | 'put' | 'delete', ReturnType<typeof vi.fn>>

export async function contextFor(module: string, api: Partial<Api>, more: Partial<Context> = {}): Promise<Context> {
  await useLanguage('zh-CN')
  session.me = { account: { id: 'a', name: 'wang', displayName: '王' }, person: null, unit: { id: 'u1', name: '支行', zone: 'Asia/Shanghai' }, units: [], permissions: [], portal: { name: '' } } as Me
  return {
    module, unit: { id: 'u1', name: '支行', zone: 'Asia/Shanghai' }, zone: 'Asia/Shanghai', params: { id: '7' }, query: {}, language: 'zh-CN', user: { id: 'a', name: 'wang', displayName: '王', person: null },
    t: (key: string) => key, can: () => true, href: (to: string) => to, navigate: vi.fn(), setQuery: vi.fn(), on: () => () => undefined, api, ...more,
  } as unknown as Context
}

export function show(view: View, ctx: Context): { el: HTMLElement; end: () => void } {
  const el = document.createElement('div')
  document.body.append(el)
  const end = view(el, ctx)
  return { el, end: () => (end(), el.remove()) }
}
