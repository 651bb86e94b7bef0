import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { session, type Me } from '../../main/web/sdk/core/session'
// otherwise loaded when the tree is first drawn
import '../../main/web/sdk/core/element-fields'
import TopBar from '../../main/web/shell/TopBar.vue'

const units = [{ id: 'a', name: '分行' }, { id: 'b', name: '支行', parent: 'a' }, { id: 'c', name: '办公室', parent: 'b' }]
const me = (unit: string) => ({ account: { id: 'x', name: 'wang', displayName: '王' }, person: null, unit: { id: unit, name: unit, zone: 'Asia/Shanghai' }, units, permissions: [], portal: { name: '' } }) as unknown as Me
beforeEach(async () => {
  await useLanguage('zh-CN')
  session.me = me('a')
  vi.stubGlobal('fetch', async (url: string) => new Response(JSON.stringify(url.includes('/me') ? me(new URL(url, 'http://x').searchParams.get('unit')!) : { modules: [], permissions: [] }), { headers: { 'Content-Type': 'application/json' } }))
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

it('lets a unit be chosen by keyboard: Left and Right close and open, Enter chooses', async () => {
  const bar = mount(TopBar, { attachTo: document.body })
  await bar.find('button.sy-unit').trigger('click')
  const item = (id: string) => document.querySelector<HTMLElement>(`[role=treeitem][data-key="${id}"]`)!
  await vi.waitFor(() => expect(item('b')).toBeTruthy())
  const press = async (id: string, key: string) => {
    item(id).dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true }))
    await flushPromises()
  }
  await press('a', 'ArrowLeft')
  expect(item('a').getAttribute('aria-expanded')).toBe('false')
  await press('a', 'ArrowRight')
  expect(item('a').getAttribute('aria-expanded')).toBe('true')
  expect(session.me!.unit!.id).toBe('a')
  await press('b', 'Enter')
  await vi.waitFor(() => expect(session.me!.unit!.id).toBe('b'))
  bar.unmount()
})
