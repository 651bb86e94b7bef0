import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
// @ts-expect-error plain module
import { list } from '../../../../access/src/main/resources/shuyuan/web/accounts.js'
import { contextFor, show } from './modules'

const posted: string[] = []
let answer: (value: unknown) => void
let refuse: (reason: unknown) => void
const api = {
  get: vi.fn(async (path: string) => (path === 'roles' ? { items: [] } : path === 'policy' ? { here: false } : { items: [], total: 0 })),
  post: vi.fn(async (path: string) => {
    posted.push(path)
    if (path === 'accounts/plan') return { accounts: [{ person: '1', name: '甲', number: '1', unit: '支行', account: 'jia' }], skipped: [] }
    return new Promise((resolve, reject) => { answer = resolve; refuse = reject })
  }),
}
let end: () => void
afterEach(() => {
  end()
  posted.length = 0
  document.body.replaceChildren()
})
const dialog = (title: string) => [...document.querySelectorAll<HTMLElement>('.el-dialog')].find((d) => d.querySelector('.el-dialog__title')?.textContent === title)!
const button = (within: ParentNode, text: string) => [...within.querySelectorAll('button')].find((b) => b.textContent!.trim() === text)!
async function planned() {
  const page = show(list, await contextFor('access', api))
  end = page.end
  await flushPromises()
  button(page.el, 'accounts.new-many').click()
  await vi.waitFor(() => expect(dialog('accounts.new-many')).toBeTruthy())
  dialog('accounts.new-many').querySelector('form')!.dispatchEvent(new Event('submit'))
  await vi.waitFor(() => expect(button(document, 'accounts.plan.make')).toBeTruthy())
  return button(document, 'accounts.plan.make')
}

it('makes the accounts once, whatever is clicked, and keeps the initial passwords until they are said to be noted', async () => {
  const make = await planned()
  make.click()
  make.click()
  await flushPromises()
  expect(posted.filter((path) => path === 'accounts')).toHaveLength(1)
  answer({ created: [{ name: 'jia', displayName: '甲', password: 'geheim' }], skipped: [] })
  await vi.waitFor(() => expect(dialog('accounts.initial').textContent).toContain('geheim'))
  expect(dialog('accounts.initial').querySelector('.el-dialog__headerbtn')).toBeNull()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape' }))
  await flushPromises()
  expect(dialog('accounts.initial').textContent).toContain('geheim')
})

it('shows the plan again where the accounts were refused', async () => {
  const make = await planned()
  make.click()
  await flushPromises()
  expect(button(document, 'accounts.plan.make')?.disabled ?? true).toBe(true)
  refuse(new Error('x'))
  await vi.waitFor(() => expect(button(document, 'accounts.plan.make').disabled).toBe(false))
})
