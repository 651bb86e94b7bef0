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
  it('takes names, words and ways of writing from the fields of the record', () => {
    const fields = [
      { key: 'voice', text: '声部', type: 'select', options: [{ value: 'T', text: '男高音' }, { value: 'B', text: '男低音' }] },
      { key: 'since', text: '入团日期', type: 'date' }, { key: 'fee', text: '会费', type: 'number' }, { key: 'leads', text: '领唱', type: 'switch' },
    ]
    const before = { voice: 'T', since: '2026-01-04', fee: 1200, leads: false, heard: '2026-01-04T01:00:00Z' }
    const after = { voice: 'B', since: '2026-02-01', fee: 12000, leads: true, heard: '2026-01-05T01:00:00Z' }
    expect(changesOf(entry(before, after), { fields }).map((c) => `${c.name} ${c.from} ${c.to}`)).toEqual([
      '声部 男高音 男低音', '入团日期 2026-01-04 2026-02-01', '会费 1,200 12,000', '领唱 否 是', 'heard 2026-01-04 09:00 2026-01-05 09:00'])
    expect(changesOf(entry({ voice: 'T' }, { voice: 'X' }), { fields })[0]!.to, 'a code that has no word any more').toBe('X')
    expect(changesOf(entry({ parent: 'u1' }, { parent: 'u2' }), { fields: [{ key: 'parent', text: '上级单位' }] })[0]).toEqual({ key: 'parent', name: '上级单位', from: '支行', to: '信贷科' })
  })
  it('shows nothing of what was only made, and of a damaged entry', () => {
    expect(changesOf(entry(null, { name: 'x' }))).toEqual([])
    expect(changesOf(entry('{', '{"name":"x"}'))).toEqual([{ key: 'name', name: 'name', from: '—', to: 'x' }])
  })
})
