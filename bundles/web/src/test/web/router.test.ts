import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { guard } from '../../main/web/sdk/core/guards'
import { session, type Me } from '../../main/web/sdk/core/session'
import { hooks, navigate, route } from '../../main/web/shell/router'

const at = (id: string) => (session.me = { account: { id: 'a', name: 'wang', displayName: '王' }, person: null, unit: { id, name: id, zone: 'Asia/Shanghai' }, units: [], permissions: [], portal: { name: '' } } as Me)
const switched = vi.fn(async (id: string, _then?: () => void) => void at(id))
let end: (() => unknown) | undefined

beforeEach(async () => {
  at('u1')
  hooks.unit = switched
  await navigate('/books')
  switched.mockClear()
})
afterEach(() => {
  end?.()
  end = undefined
  vi.restoreAllMocks()
})

describe('a link to another unit', () => {
  it('switches the unit before the page is shown', async () => {
    switched.mockImplementationOnce(async (id) => {
      expect(route.path).toBe('/books')
      at(id)
    })
    await navigate('/books/7?unit=u2')
    expect(switched).toHaveBeenCalledWith('u2', expect.any(Function))
    expect(route).toMatchObject({ path: '/books/7', unit: 'u2' })
  })
  it('is at the page as soon as the unit is there, so that nothing is drawn for the unit at the page of before', async () => {
    const push = vi.spyOn(history, 'pushState')
    switched.mockImplementationOnce(async (id, then) => {
      at(id)
      then?.()
      expect(route).toMatchObject({ path: '/books/7', unit: 'u2' })
    })
    await navigate('/books/7?unit=u2')
    expect(push).toHaveBeenCalledTimes(1)
  })
  it('gives way to another page that is asked for meanwhile', async () => {
    let answered = () => undefined as void
    switched.mockImplementationOnce(() => new Promise<void>((resolve) => (answered = resolve)))
    const first = navigate('/books/7?unit=u2')
    await flushPromises()
    await navigate('/books/8')
    answered()
    await first
    expect(route).toMatchObject({ path: '/books/8', unit: 'u1' })
  })
  it('switches nothing where the unit is the same or not named, and nothing that a form keeps', async () => {
    await navigate('/books/7?unit=u1')
    await navigate('/books/8')
    end = guard(() => true, () => false)
    await navigate('/books/9?unit=u2')
    expect(switched).not.toHaveBeenCalled()
    expect(route).toMatchObject({ path: '/books/8', unit: 'u1' })
  })
  it('names in the address the unit that the page is about where the other one was refused', async () => {
    switched.mockImplementationOnce(async () => undefined)
    await navigate('/books/7?unit=u2')
    expect(route).toMatchObject({ path: '/books/7', unit: 'u1' })
  })
})

describe('the browser’s Back', () => {
  const back = async (to: string) => {
    history.replaceState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
    await flushPromises()
  }
  it('goes back, and adds no entry to the history where nothing is unsaved', async () => {
    const push = vi.spyOn(history, 'pushState')
    await back('/shelves?unit=u1')
    expect(route.path).toBe('/shelves')
    expect(push).not.toHaveBeenCalled()
  })
  it('stays where a form says so', async () => {
    end = guard(() => true, () => false)
    await back('/shelves?unit=u1')
    expect(route.path).toBe('/books')
    expect(location.pathname).toBe('/books')
  })
  it('asks as well where the same page is about another unit', async () => {
    const ask = vi.fn(() => false)
    end = guard(() => true, ask)
    await back('/books?unit=u2')
    expect(ask).toHaveBeenCalledTimes(1)
    expect([route.unit, switched.mock.calls.length]).toEqual(['u1', 0])
  })
  it('goes once more over the entry that was put back when the form may be left, and asks no second time', async () => {
    const ask = vi.fn(() => true)
    end = guard(() => true, ask)
    const again = vi.spyOn(history, 'back').mockImplementation(() => void back('/shelves?unit=u1'))
    await back('/shelves?unit=u1')
    await flushPromises()
    expect(again).toHaveBeenCalledTimes(1)
    expect(ask).toHaveBeenCalledTimes(1)
    expect(route.path).toBe('/shelves')
  })
})
