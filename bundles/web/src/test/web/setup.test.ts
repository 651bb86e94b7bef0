import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import SetupPage from '../../main/web/shell/pages/SetupPage.vue'
import { route } from '../../main/web/shell/router'

beforeEach(async () => {
  await useLanguage('zh-CN')
  route.query.code = 'c'
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => (init.method === 'POST'
    ? new Response(JSON.stringify({ status: 422, code: 'rest.invalid', title: '填写的内容有误', errors: [{ field: 'administrator.password', message: '密码太常见，请换一个。' }] }), { status: 422, headers: { 'Content-Type': 'application/problem+json' } })
    : new Response(JSON.stringify({ profiles: [{ id: 'bank', name: '银行' }] }), { headers: { 'Content-Type': 'application/json' } })))
})
afterEach(() => {
  vi.unstubAllGlobals()
  delete route.query.code
})

it('says above its first step why the administrator was refused, and brings the unit back afterwards', async () => {
  const page = mount(SetupPage, { attachTo: document.body })
  await vi.waitFor(() => expect(page.findAll('input')).toHaveLength(4))
  const next = async (...values: string[]) => {
    for (const [i, value] of values.entries()) await page.findAll('input')[i]!.setValue(value)
    await page.find('form').trigger('submit')
    await flushPromises()
  }
  await next('王伟', 'admin', 'password123', 'password123')
  await next('东方支行')
  await vi.waitFor(() => expect(page.find('.sy-problem').text()).toContain('密码太常见，请换一个。'))
  expect(page.find('[aria-current=step]').text()).toContain('1')
  await next('王伟', 'admin', 'Kiefer-Wolke-7', 'Kiefer-Wolke-7')
  expect(page.find('.sy-problem').exists()).toBe(false)
  expect(page.find('input').element.value).toBe('东方支行')
  page.unmount()
})
