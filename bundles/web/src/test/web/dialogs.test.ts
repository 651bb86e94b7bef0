import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { formDialog } from '../../main/web/sdk/core/dialogs'
import { useLanguage } from '../../main/web/sdk/core/i18n'

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  localStorage.clear()
  await useLanguage('zh-CN')
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
  history.replaceState(null, '', '/')
})
const input = () => [...document.querySelectorAll<HTMLInputElement>('.el-dialog input')].at(-1)!
async function open(at: string) {
  history.replaceState(null, '', at)
  const answer = formDialog({ title: '调离', id: 'leave', fields: [{ key: 'why', text: '原因' }], submit: () => 1 })
  await vi.waitFor(() => expect(input()).toBeTruthy())
  await flushPromises()
  return answer
}

it('keeps the draft of a dialog for the record that it was opened for, and for no other', async () => {
  void open('/directory/people/7')
  await vi.waitFor(() => expect(input()).toBeTruthy())
  input().value = '退休'
  input().dispatchEvent(new Event('input'))
  await flushPromises()
  vi.advanceTimersByTime(400)
  expect(Object.keys(localStorage).filter((k) => k.includes('draft'))).toHaveLength(1)
  document.body.replaceChildren()
  void open('/directory/people/8')
  await vi.waitFor(() => expect(input()).toBeTruthy())
  expect(input().value).toBe('')
  document.body.replaceChildren()
  void open('/directory/people/7?unit=u1')
  await vi.waitFor(() => expect(input()?.value).toBe('退休'))
})
