import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { Problem } from '../../main/web/sdk/core/problem'
import SyConflict from '../../main/web/sdk/components/SyConflict.vue'

beforeAll(() => useLanguage('zh-CN'))
const ask = (mine: Record<string, unknown>, current: Record<string, unknown>, labels: Record<string, string>) => mount(SyConflict, { props: { mine, labels, problem: new Problem({ status: 412, current }) } })
const asked = (dialog: ReturnType<typeof ask>) => dialog.findAll('legend').map((l) => l.text())

describe('the dialog of a conflict', () => {
  it('asks about texts that differ, also where the browser takes both for the same date', () => {
    expect(asked(ask({ title: '第 1 组' }, { title: '第1组' }, { title: '标题' }))).toEqual(['标题'])
    expect(asked(ask({ title: 'Room 3' }, { title: 'Hall 3' }, { title: '标题' }))).toEqual(['标题'])
  })
  it('asks nothing about one moment that is written in two zones', () => {
    expect(asked(ask({ start: '2026-11-23T09:00:00+08:00' }, { start: '2026-11-23T01:00:00Z' }, { start: '开始' }))).toEqual([])
  })
  it('asks about each key of a nested record by its name, and puts the answers back in their places', async () => {
    const dialog = ask({ name: { en: 'x', 'zh-CN': '甲' }, order: 1 }, { name: { en: 'y', 'zh-CN': '乙' }, order: 1 }, { 'name.en': '英文名', 'name.zh-CN': '中文名', order: '次序' })
    expect(asked(dialog)).toEqual(['英文名', '中文名'])
    await dialog.findAll('fieldset')[1]!.find('input[value=theirs]').setValue(true)
    await dialog.find('button').trigger('click')
    expect(dialog.emitted('done')![0]).toEqual([{ name: { en: 'x', 'zh-CN': '乙' }, order: 1 }])
  })
  it('lists in the manner of the language', () => {
    expect(ask({ tags: ['a', 'b'] }, { tags: [] }, { tags: '标签' }).text()).toContain('a、b')
  })
})
