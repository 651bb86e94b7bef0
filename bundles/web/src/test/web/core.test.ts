import { mount } from '@vue/test-utils'
import { defineComponent, nextTick, ref } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { format, toInstant, toLocal } from '../../main/web/sdk/core/format'
import { html, model } from '../../main/web/sdk/core/html'
import { fill, useLanguage } from '../../main/web/sdk/core/i18n'
import { Problem } from '../../main/web/sdk/core/problem'
import { pathOf, tree } from '../../main/web/sdk/core/tree'
import { defineView, type Context } from '../../main/web/sdk/core/view'
import SyForm from '../../main/web/sdk/components/SyForm.vue'
import { match } from '../../main/web/shell/router'
import en from '../../main/web/i18n/en.json'
import tw from '../../main/web/i18n/zh-TW.json'
import cn from '../../main/web/i18n/zh-CN.json'

beforeEach(async () => {
  localStorage.clear()
  await useLanguage('zh-CN')
})

describe('texts', () => {
  it('are the same keys and placeholders in three languages', () => {
    const holes = (texts: Record<string, string>) => Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, [...v.matchAll(/\{(\w+)[|}]/g)].map((hole) => hole[1]).sort()]))
    expect(holes(tw)).toEqual(holes(cn))
    expect(holes(en)).toEqual(holes(cn))
  })
  it('take a value, and the word for one or for others beside it', () => {
    const text = '{count|row is|rows are} wrong in {name}, {other} too'
    expect(fill(text, { count: 1, name: '{count}' })).toBe('1 row is wrong in {count}, {other} too')
    expect(fill(text, { count: 0, name: 'a$1' })).toBe('0 rows are wrong in a$1, {other} too')
  })
})

describe('times', () => {
  it('are the unit’s, and a plain date stays what it is', () => {
    expect(format.dateTime('2026-11-23T01:00:00Z')).toBe('2026-11-23 09:00')
    expect(format.date('2026-11-23')).toBe('2026-11-23')
    expect(format.range('2026-11-23T01:00:00Z', '2026-11-23T03:30:00Z')).toBe('2026-11-23 09:00–11:30')
  })
  it('go to an instant and back, over a change to summer time as well', () => {
    expect(toInstant('2026-11-23T09:00', 'Asia/Shanghai')).toBe('2026-11-23T09:00:00+08:00')
    expect(toInstant('2026-03-29T04:00', 'Europe/Berlin')).toBe('2026-03-29T04:00:00+02:00')
    expect(toLocal('2026-11-23T01:00:00Z', 'Asia/Shanghai')).toBe('2026-11-23T09:00')
  })
})

describe('routes', () => {
  it('match a path with its parameters and no other', () => {
    expect(match('events/:id', 'events/7')).toEqual({ id: '7' })
    expect(match('', '')).toEqual({})
    expect(match('events/:id', 'events/7/edit')).toBeUndefined()
  })
})

describe('the unit tree', () => {
  const units = [{ id: 'b', name: '办公室', parent: 'a' }, { id: 'a', name: '支行', parent: 'above' }]
  it('takes a unit whose parent one may not see as a root', () => {
    expect(tree(units).map((n) => [n.name, n.children.map((c) => c.name)])).toEqual([['支行', ['办公室']]])
    expect(pathOf(units, 'b')).toEqual(['支行', '办公室'])
  })
})

describe('html', () => {
  it('makes elements, components with slots and two-way values', async () => {
    const value = ref('a')
    const Child = defineComponent({ props: ['modelValue'], emits: ['update:modelValue'], setup: (p, { slots, emit }) => () => html`<b onClick=${() => emit('update:modelValue', 'z')}>${p.modelValue}${slots.default?.()}</b>` as never })
    const page = mount(defineComponent({ setup: () => () => html`<div class="x"><${Child} ...${model(value)}><i>!</i><//>${[1, 2].map(() => html`<hr/>`)}</div>` as never }))
    expect(page.html().replace(/\s+/g, '')).toBe('<divclass="x"><b>a<i>!</i></b><hr><hr></div>')
    await page.find('b').trigger('click')
    expect(value.value).toBe('z')
  })
})

describe('a view', () => {
  it('tells what went wrong behind a plain button', async () => {
    const fail = async () => { throw new Problem({ status: 409, code: 'books.lent', title: '已借出', detail: '请等归还后再删除。' }) }
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const el = document.createElement('div')
    document.body.append(el)
    const end = defineView(() => () => html`<button type="button" onClick=${fail}>x</button>`)(el, {} as Context)
    el.querySelector('button')!.click()
    await vi.waitFor(() => expect(document.querySelector('.el-message')!.textContent).toContain('已借出 请等归还后再删除。'))
    end()
    log.mockRestore()
  })
})

describe('a form', () => {
  const fields = [{ key: 'title', text: '标题', required: true }, { key: 'secret', text: '密码', type: 'password' as const }]
  it('says beside the field what is missing, tied to it for assistive technology', async () => {
    const form = mount(SyForm, { props: { id: 'f', fields, submit: () => 1 }, attachTo: document.body })
    await form.find('form').trigger('submit')
    await nextTick()
    await nextTick()
    const input = form.find('input')
    expect(form.find('.sy-error').text()).toBe('请填写“标题”。')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(input.attributes('aria-describedby')).toBe(form.find('.sy-error').attributes('id'))
    form.unmount()
  })
  it('asks to choose where nothing is chosen yet, and says what the module says where it says something', () => {
    const choice = { key: 'voice', text: '声部', type: 'select' as const, options: [{ value: 'T', text: '男高音' }] }
    const shown = (field: typeof choice & { placeholder?: string }) => mount(SyForm, { props: { id: 'f', fields: [field], submit: () => 1 } }).find('.el-select').text()
    expect(shown(choice)).toContain('请选择')
    expect(shown({ ...choice, placeholder: '按考核结果' })).toContain('按考核结果')
  })
  it('keeps a half-written draft when its page is taken away, never a password, and brings it back', async () => {
    const first = mount(SyForm, { props: { id: 'f', fields, submit: () => 1 } })
    await first.findAll('input')[0]!.setValue('写到一半')
    await first.findAll('input')[1]!.setValue('geheim')
    first.unmount()
    expect(JSON.stringify({ ...localStorage })).not.toContain('geheim')
    const second = mount(SyForm, { props: { id: 'f', fields, submit: () => 1 } })
    expect(second.find('input').element.value).toBe('写到一半')
    expect(second.find('.sy-notice').text()).toContain('已恢复')
    second.unmount()
  })
  const record = [{ key: 'title', text: '标题' }, { key: 'place', text: '地点' }]
  const begun = async (value: Record<string, unknown>, typed: string) => {
    const form = mount(SyForm, { props: { id: 'r', fields: record, value, submit: () => 1 } })
    await form.find('input').setValue(typed)
    form.unmount()
  }
  it('brings back of a draft only what was changed, so that what others saved since stays', async () => {
    await begun({ title: '旧题', place: '一楼' }, '新题')
    const sent: unknown[] = []
    const form = mount(SyForm, { props: { id: 'r', fields: record, value: { title: '旧题', place: '二楼' }, submit: (v: unknown) => sent.push(v) } })
    expect(form.findAll('input').map((i) => i.element.value)).toEqual(['新题', '二楼'])
    expect(form.find('[role=alert]').exists()).toBe(false)
    await form.find('form').trigger('submit')
    expect(sent).toEqual([{ title: '新题', place: '二楼' }])
    form.unmount()
  })
  it('names the fields of a draft that others changed since, and gives what is stored for them', async () => {
    await begun({ title: '旧题', place: '一楼' }, '新题')
    const form = mount(SyForm, { props: { id: 'r', fields: record, value: { title: '别人的题', place: '一楼' }, submit: () => 1 } })
    expect(form.find('[role=alert]').text()).toContain('已有变化：标题。')
    await form.find('[role=alert] button').trigger('click')
    expect(form.find('input').element.value).toBe('别人的题')
    expect(form.find('[role=alert]').exists()).toBe(false)
    form.unmount()
  })
  it('brings back all of what was written for a new record, for it belongs together and nobody else can have changed it', async () => {
    const first = mount(SyForm, { props: { id: 'n', fields: record, value: { title: '', place: '一楼' }, fresh: true, submit: () => 1 } })
    await first.find('input').setValue('新题')
    first.unmount()
    const again = mount(SyForm, { props: { id: 'n', fields: record, value: { title: '', place: '二楼' }, fresh: true, submit: () => 1 } })
    expect(again.findAll('input').map((i) => i.element.value)).toEqual(['新题', '一楼'])
    expect(again.find('[role=alert]').exists()).toBe(false)
    again.unmount()
  })
  it('leaves a draft of before, which does not say what it was begun upon', () => {
    localStorage.setItem('shuyuan.draft.-.shell.r', JSON.stringify({ values: { title: '新题', place: '一楼' }, at: Date.now() }))
    const form = mount(SyForm, { props: { id: 'r', fields: record, value: { title: '旧题', place: '二楼' }, submit: () => 1 } })
    expect(form.findAll('input').map((i) => i.element.value)).toEqual(['旧题', '二楼'])
    form.unmount()
  })
  it('takes a record that is loaded anew where nothing was typed, and says where it was', async () => {
    const form = mount(SyForm, { props: { id: 'r', fields: record, value: { title: '旧题', place: '一楼' }, submit: () => 1 } })
    await form.find('input').setValue('我的题')
    await form.setProps({ value: { title: '别人的题', place: '二楼' } })
    expect(form.findAll('input').map((i) => i.element.value)).toEqual(['我的题', '二楼'])
    expect(form.find('[role=alert]').text()).toContain('标题')
    form.unmount()
  })
  it('is submitted once and forgets its draft', async () => {
    let times = 0
    let finish: () => void = () => {}
    const form = mount(SyForm, { props: { id: 'f', fields, submit: () => new Promise<void>((resolve) => { times++; finish = resolve }) } })
    await form.find('input').setValue('好')
    await form.find('form').trigger('submit')
    await form.find('form').trigger('submit')
    finish()
    await nextTick()
    form.unmount()
    expect(times).toBe(1)
    expect(Object.keys(localStorage).filter((k) => k.includes('draft'))).toEqual([])
  })
})
