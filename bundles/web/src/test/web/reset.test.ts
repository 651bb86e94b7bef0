import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { session } from '../../main/web/sdk/core/session'
import ForgottenPage from '../../main/web/shell/pages/ForgottenPage.vue'
import ResetPage from '../../main/web/shell/pages/ResetPage.vue'

const secret = 'A'.repeat(43)
let answers: Record<string, { status?: number; body?: unknown }>
let asked: { path: string; body: any }[]

beforeEach(async () => {
  await useLanguage('zh-CN')
  session.portal.reset = true
  asked = []
  answers = { 'POST reset': { status: 202 }, 'POST reset/link': { body: { account: 'wang', least: 8 } }, 'POST reset/password': { status: 204 } }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = `${init.method} ${String(url).replace('/api/access/', '')}`
    asked.push({ path, body: init.body ? JSON.parse(String(init.body)) : undefined })
    const answer = answers[path] ?? { status: 404, body: { code: 'rest.not-found', title: 'x' } }
    return new Response(answer.body ? JSON.stringify(answer.body) : null, { status: answer.status ?? 200, headers: { 'Content-Type': (answer.status ?? 200) >= 400 ? 'application/problem+json' : 'application/json' } })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function opened(hash: string) {
  history.replaceState(null, '', `/reset${hash}`)
  const wrapper = mount(ResetPage, { attachTo: document.body })
  await flushPromises()
  return wrapper
}
async function type(wrapper: Awaited<ReturnType<typeof opened>>, ...words: string[]) {
  const fields = wrapper.findAll('input[type=password]')
  for (let i = 0; i < words.length; i++) await fields[i]!.setValue(words[i])
  await wrapper.find('form').trigger('submit')
  await flushPromises()
}

it('takes the secret out of the address at once and sends it in bodies only', async () => {
  const wrapper = await opened(`#${secret}`)
  expect(location.hash).toBe('')
  expect(wrapper.text()).toContain('wang')
  await type(wrapper, 'seven lanterns over', 'seven lanterns over')
  expect(asked.map((one) => one.path)).toEqual(['POST reset/link', 'POST reset/password'])
  expect(asked[1]!.body).toEqual({ secret, new: 'seven lanterns over' })
  expect(wrapper.find('[role=status]').text()).toContain('新密码已设置')
  wrapper.unmount()
})

it('does not send two passwords that differ', async () => {
  const wrapper = await opened(`#${secret}`)
  await type(wrapper, 'seven lanterns over', 'seven lanterns ovre')
  expect(asked.map((one) => one.path)).toEqual(['POST reset/link'])
  wrapper.unmount()
})

it('says that a link is over, also one that is no link or was used meanwhile', async () => {
  let wrapper = await opened('#half-a-secret')
  expect(asked).toEqual([])
  expect(wrapper.text()).toContain('链接已失效')
  wrapper.unmount()
  answers['POST reset/link'] = { status: 404, body: { code: 'access.reset-over', title: 'x' } }
  wrapper = await opened(`#${secret}`)
  expect(wrapper.find('a[href="/forgotten"]').exists()).toBe(true)
  wrapper.unmount()
  answers['POST reset/link'] = { body: { account: 'wang', least: 8 } }
  answers['POST reset/password'] = { status: 404, body: { code: 'access.reset-over', title: 'x' } }
  wrapper = await opened(`#${secret}`)
  await type(wrapper, 'seven lanterns over', 'seven lanterns over')
  expect(wrapper.text()).toContain('链接已失效')
  wrapper.unmount()
})

it('answers whoever asks the same, and says whom to ask where there is no mail', async () => {
  const wrapper = mount(ForgottenPage, { attachTo: document.body })
  await wrapper.find('input').setValue('nobody@example.cn')
  await wrapper.find('form').trigger('submit')
  await flushPromises()
  expect(asked).toEqual([{ path: 'POST reset', body: { who: 'nobody@example.cn' } }])
  expect(wrapper.find('[role=status]').text()).toContain('如果')
  wrapper.unmount()
  session.portal.reset = false
  const without = mount(ForgottenPage)
  expect(without.find('form').exists()).toBe(false)
  expect(without.text()).toContain('管理员')
  without.unmount()
})
