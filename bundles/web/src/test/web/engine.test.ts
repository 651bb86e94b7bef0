import { beforeAll, expect, it, vi } from 'vitest'
import { startEngine } from '../../main/web/lib/engine'
import type { Item } from '../../main/web/sdk/core/calendar'
import { useLanguage } from '../../main/web/sdk/core/i18n'

beforeAll(() => useLanguage('zh-CN'))

it('shows in a week what begins before the office does, and asks for it once', async () => {
  const host = document.createElement('div')
  document.body.append(host)
  const items = vi.fn(async (): Promise<Item[]> => [{ id: '1', title: '晨训', start: '2026-11-24T05:30', end: '2026-11-24T06:30' }])
  const engine = startEngine(host, { view: 'week', date: '2026-11-23', items, marks: () => ({}), open: () => undefined, pick: () => undefined, moved: () => undefined, stands: () => undefined })
  const early = () => host.textContent!.includes('05:00')
  await vi.waitFor(() => expect(early()).toBe(true))
  await vi.waitFor(() => expect(host.textContent).toContain('晨训'))
  expect(items).toHaveBeenCalledTimes(1)
  engine.end()
})
