import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useLanguage } from '../../main/web/sdk/core/i18n'
import { session, type Me } from '../../main/web/sdk/core/session'
import SySignIn from '../../main/web/sdk/components/SySignIn.vue'

type Answer = { status?: number; body: unknown }
let answers: Record<string, Answer>
let asked: { path: string; body: any }[]
const me = { account: { id: '1', name: 'wang', displayName: '王伟' }, person: null, unit: null, units: [], permissions: [], portal: { name: '' } }
const sources = [{ id: 'ldap', kind: 'password', label: '单位统一账号' }, { id: 'oidc', kind: 'redirect', label: '统一身份认证' }]

beforeEach(async () => {
  localStorage.clear()
  history.replaceState(null, '', '/sign-in')
  await useLanguage('zh-CN')
  asked = []
  answers = { 'GET outside': { body: { items: sources } }, 'POST session': { body: me }, 'POST outside/ldap/session': { body: me } }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = `${init.method} ${String(url).replace('/api/access/', '')}`
    asked.push({ path, body: init.body ? JSON.parse(String(init.body)) : undefined })
    const answer = answers[path] ?? { status: 404, body: { code: 'rest.not-found', title: 'x' } }
    return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200, headers: { 'Content-Type': answer.status && answer.status >= 400 ? 'application/problem+json' : 'application/json' } })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function form() {
  const wrapper = mount(SySignIn, { attachTo: document.body })
  await flushPromises()
  return wrapper
}
async function type(wrapper: Awaited<ReturnType<typeof form>>, name: string, password: string) {
  await wrapper.find('input[name=username]').setValue(name)
  await wrapper.find('input[name=password]').setValue(password)
  await wrapper.find('form').trigger('submit')
  await flushPromises()
}
const posts = () => asked.filter((one) => one.path.startsWith('POST')).map((one) => one.path)

it('asks the directory server first and the portal itself when that is chosen', async () => {
  const wrapper = await form()
  await type(wrapper, 'zhangwei', 'p')
  await wrapper.find('input[type=radio][value=""]').setValue(true)
  await type(wrapper, 'admin', 'p')
  expect(posts()).toEqual(['POST outside/ldap/session', 'POST session'])
  expect(wrapper.emitted('done')).toHaveLength(2)
  expect(localStorage.getItem('shuyuan.sign-in')).toBe('')
  wrapper.unmount()
})

it('lets nothing that waits go on when another account signed in over the page: the page is loaded anew', async () => {
  session.me = { ...me, account: { ...me.account, id: '2' } } as unknown as Me
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
  answers['GET outside'] = { body: { items: [] } }
  const wrapper = mount(SySignIn, { props: { again: true }, attachTo: document.body })
  await flushPromises()
  await wrapper.find('input[name=password]').setValue('p')
  await wrapper.find('form').trigger('submit')
  await flushPromises()
  expect(reload).toHaveBeenCalledTimes(1)
  expect(wrapper.emitted('done')).toBeUndefined()
  wrapper.unmount()
  session.me = undefined as never
})

it('shows no choice where there is no source, and none that has gone', async () => {
  localStorage.setItem('shuyuan.sign-in', 'ldap')
  answers['GET outside'] = { body: { items: [] } }
  const wrapper = await form()
  expect(wrapper.find('fieldset').exists()).toBe(false)
  await type(wrapper, 'admin', 'p')
  expect(posts()).toEqual(['POST session'])
  wrapper.unmount()
})

it('says why the way back ended here, and keeps the reason out of the address', async () => {
  history.replaceState(null, '', '/sign-in#access.outside-unknown')
  answers['GET outside/reasons/access.outside-unknown'] = { body: { title: '名单里没有对应的人', detail: '请联系管理员。' } }
  const wrapper = await form()
  expect(wrapper.find('[role=alert]').text()).toBe('名单里没有对应的人 请联系管理员。')
  expect(location.hash).toBe('')
  wrapper.unmount()
})

it('asks for the code alone after another page, and again after a wrong one', async () => {
  history.replaceState(null, '', `/sign-in#second:oidc:${'s'.repeat(43)}`)
  answers['POST outside/oidc/second'] = { status: 401, body: { code: 'access.wrong-code', title: '验证码错误', detail: '' } }
  const wrapper = await form()
  expect(wrapper.find('input[name=password]').exists()).toBe(false)
  const code = wrapper.find('input[autocomplete=one-time-code]')
  await code.setValue('000000')
  await wrapper.find('form').trigger('submit')
  await flushPromises()
  expect(wrapper.find('[role=alert]').text()).toContain('验证码错误')
  answers['POST outside/oidc/second'] = { body: me }
  await code.setValue('123456')
  await wrapper.find('form').trigger('submit')
  await flushPromises()
  expect(asked.at(-1)!.body).toEqual({ second: 's'.repeat(43), code: '123456' })
  expect(wrapper.emitted('done')).toHaveLength(1)
  wrapper.unmount()
})
