import { beforeAll, describe, expect, it } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { changesOf, type Entry } from '../../main/web/sdk/core/history'

const entry = (before: unknown, after: unknown): Entry => ({
  id: '1', at: '2026-11-26T05:00:00Z', who: 'admin', action: 'directory.move-unit', before, after, fields: { parent: '上级', nature: '性质' }, names: { u1: '支行', u2: '信贷科' },
})

beforeAll(() => useLanguage('zh-CN'))

describe('the history of a record', () => {
  it('says the names behind ids, the words behind codes, and what fields are called', () => {
    const changes = changesOf(entry('{"parent":"u1","kind":"department"}', '{"parent":"u2","kind":"group"}'),
      { labels: { kind: '类型' }, words: (key, value) => (key === 'kind' ? { department: '部门', group: '小组' }[value] : undefined) })
    expect(changes).toEqual([{ key: 'parent', name: '上级', from: '支行', to: '信贷科' }, { key: 'kind', name: '类型', from: '部门', to: '小组' }])
  })
  it('lists in the manner of the language', () => {
    expect(changesOf(entry({ of: ['a'] }, { of: ['a', 'b'] }))[0]!.to).toBe('a、b')
  })
  it('leaves out ids, versions and what holds nothing on both sides', () => {
    expect(changesOf(entry({ id: 'a', version: 1, nature: null, name: 'x' }, { id: 'b', version: 2, name: 'x' }))).toEqual([])
  })
  it('shows nothing of what was only made, and of a damaged entry', () => {
    expect(changesOf(entry(null, { name: 'x' }))).toEqual([])
    expect(changesOf(entry('{', '{"name":"x"}'))).toEqual([{ key: 'name', name: 'name', from: '—', to: 'x' }])
  })
})
