import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { guard } from '../../main/web/sdk/core/guards'
import { session, type Me } from '../../main/web/sdk/core/session'
import { chooseLanguage, chooseUnit } from '../../main/web/shell/state'

const me = (unit: string) => ({ account: { id: 'a', name: 'wang', displayName: '王' }, person: null, unit: { id: unit, name: unit, zone: 'Asia/Shanghai' }, units: [], permissions: [], portal: { name: '' } }) as unknown as Me
let end: (() => unknown) | undefined
beforeEach(() => {
  session.me = me('u1')
  session.language = 'zh-CN'
  const meta = document.createElement('meta')
  meta.name = 'shuyuan-live'
  document.head.append(meta)
  vi.stubGlobal('fetch', async (url: string) => new Response(JSON.stringify(url.includes('/me') ? me('u2') : { modules: [], permissions: [] }), { headers: { 'Content-Type': 'application/json' } }))
})
afterEach(() => {
  end?.()
  vi.unstubAllGlobals()
})

it('asks before another unit or language takes away what is unsaved', async () => {
  end = guard(() => true, () => false)
  await chooseUnit('u2')
  await chooseLanguage('en')
  expect([session.me!.unit!.id, session.language]).toEqual(['u1', 'zh-CN'])
})

it('switches where nothing is unsaved or it may be left', async () => {
  end = guard(() => true, () => true)
  await chooseLanguage('en')
  await chooseUnit('u2')
  expect([session.me!.unit!.id, session.language]).toEqual(['u2', 'en'])
})
