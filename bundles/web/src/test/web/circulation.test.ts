import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
// @ts-expect-error plain module
import { create } from '../../../../attendance/src/main/resources/shuyuan/web/circulation.js'
import '../../main/web/sdk/core/element-fields'
import { mayLeave } from '../../main/web/sdk/core/guards'
import { contextFor, show } from './modules'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(new Date('2026-11-27T04:00:00Z'))
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

it('takes another period into the form and leaves what else was written', async () => {
  const api = { get: vi.fn(async () => ({ items: [] })), post: vi.fn(async () => ({})) }
  const page = show(create, await contextFor('attendance', api))
  await flushPromises()
  expect(await mayLeave()).toBe(true)
  const title = page.el.querySelector('input')!
  title.value = '第三季度通报'
  title.dispatchEvent(new Event('input'))
  ;[...page.el.querySelectorAll<HTMLButtonElement>('.attendance-chip')].find((b) => b.textContent === 'circulation.quick-year')!.click()
  await flushPromises()
  page.el.querySelector('form')!.dispatchEvent(new Event('submit'))
  await vi.waitFor(() => expect(api.post).toHaveBeenCalledWith('circulations/preview', { from: '2025-01-01', to: '2025-12-31', kind: null, names: true, title: '第三季度通报', remark: null }))
  page.end()
})
