import { mount } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import SyFilters from '../../main/web/sdk/components/SyFilters.vue'
import SyPage from '../../main/web/sdk/components/SyPage.vue'
import SyTable from '../../main/web/sdk/components/SyTable.vue'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { phone } from '../../main/web/sdk/core/screen'

beforeAll(() => useLanguage('zh-CN'))
afterEach(() => (phone.value = false))
const actions = [{ text: '导入', run: vi.fn() }, { text: '新建', primary: true, run: vi.fn() }, { text: '删除', danger: true, run: vi.fn() }]
const buttons = (page: ReturnType<typeof mount>) => page.findAll('.sy-page-actions button').map((b) => b.text())

describe('a page', () => {
  it('puts its primary action last on the desk', () => {
    expect(buttons(mount(SyPage, { props: { title: '人员', actions } }))).toEqual(['导入', '删除', '新建'])
  })
  it('shows on a phone its primary action and one button for the others', () => {
    phone.value = true
    const page = mount(SyPage, { props: { title: '人员', actions } })
    expect(buttons(page)).toEqual(['新建', ''])
    expect(page.find('.sy-more').attributes('aria-label')).toBe('更多操作')
  })
})

describe('a list on a phone', () => {
  it('makes of each row a card with what is filled in', async () => {
    phone.value = true
    const load = async () => ({ items: [{ id: 1, name: '王建国', number: 'YX1', phone: null }], total: 1 })
    const columns = [{ key: 'name', text: '姓名' }, { key: 'number', text: '工号' }, { key: 'phone', text: '电话' }]
    const table = mount(SyTable, { props: { id: 'people', load, columns } })
    await vi.waitFor(() => expect(table.find('.sy-row-cards strong').text()).toBe('王建国'))
    expect(table.findAll('dt').map((t) => t.text())).toEqual(['工号'])
  })
})

describe('a list', () => {
  it('lets a hidden column be shown, however few there are', async () => {
    const load = async () => ({ items: [{ id: 1, name: '王建国', number: 'YX1' }], total: 1 })
    const table = mount(SyTable, { props: { id: 'few', load, columns: [{ key: 'name', text: '姓名' }, { key: 'number', text: '工号', hidden: true }] } })
    expect(table.find('[aria-haspopup=dialog]').exists()).toBe(true)
    const all = mount(SyTable, { props: { id: 'all', load, columns: [{ key: 'name', text: '姓名' }] } })
    expect(all.find('[aria-haspopup=dialog]').exists()).toBe(false)
  })
})

describe('filters', () => {
  it('take each text that is typed, and none that is still waiting when the page has gone', async () => {
    vi.useFakeTimers()
    const set = vi.fn()
    const bar = mount(SyFilters, { props: { onSet: set, filters: [{ key: 'who', text: '谁', type: 'text' }, { key: 'what', text: '什么', type: 'text' }], values: {} } })
    const [who, what] = bar.findAll('input')
    await who!.setValue('王')
    await what!.setValue('改')
    vi.advanceTimersByTime(300)
    expect(set.mock.calls).toEqual([[{ who: '王' }], [{ what: '改' }]])
    await who!.setValue('李')
    bar.unmount()
    vi.advanceTimersByTime(300)
    expect(set).toHaveBeenCalledTimes(2)
    vi.useRealTimers()
  })
  const filters = [{ key: 'whose', text: '范围', type: 'select' as const, default: 'unit', options: [{ value: 'unit', text: '本单位' }, { value: 'mine', text: '与我有关' }] }, { key: 'left', text: '已离开', type: 'switch' as const }]
  it('stand open on the desk', () => {
    expect(mount(SyFilters, { props: { filters, values: {} } }).find('.sy-filter-button').exists()).toBe(false)
  })
  it('stand on a phone behind a button that says how many are set', async () => {
    phone.value = true
    const bar = mount(SyFilters, { props: { filters, values: { whose: 'mine', left: undefined } }, attachTo: document.body })
    expect(bar.find('.sy-filter-button').attributes('aria-label')).toBe('筛选：已设 1 项')
    expect(bar.find('.sy-filters').isVisible()).toBe(false)
    await bar.find('.sy-filter-button').trigger('click')
    await nextTick()
    expect(bar.find('.sy-filters').isVisible()).toBe(true)
    bar.unmount()
  })
})
