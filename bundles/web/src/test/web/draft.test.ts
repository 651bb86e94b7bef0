import { beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => {
  localStorage.clear()
  vi.resetModules()
})

it('leaves no draft in the browser that is too old or cannot be read any more', async () => {
  const put = (key: string, value: object) => localStorage.setItem(key, JSON.stringify(value))
  const day = 86_400_000
  put('shuyuan.draft.-.books.new', { values: { title: 'x' }, from: { title: null }, at: Date.now() - day })
  put('shuyuan.draft.-.books.7', { values: { title: 'x' }, from: { title: null }, at: Date.now() - 31 * day })
  put('shuyuan.draft.other.books.8', { values: { title: 'x' }, at: Date.now() })
  localStorage.setItem('shuyuan.draft.-.books.9', '{')
  put('shuyuan.pref.-.table', {})
  const { readDraft } = await import('../../main/web/sdk/core/draft')
  expect(readDraft('books.new')?.values).toEqual({ title: 'x' })
  expect(Object.keys(localStorage).sort()).toEqual(['shuyuan.draft.-.books.new', 'shuyuan.pref.-.table'])
})
