import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onChanged } from '../../main/web/sdk/core/changed'
import type { Context } from '../../main/web/sdk/core/view'

describe('what changed elsewhere', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is read again once, of the kinds and the module of the view only', () => {
    let tell: (event: unknown) => void = () => undefined
    const reload = vi.fn()
    onChanged({ module: 'books', on: (_: string, handler: (event: unknown) => void) => ((tell = handler), () => undefined) } as unknown as Context, ['book'], reload)
    tell({ module: 'lectures', type: 'book' })
    tell({ module: 'books', type: 'shelf' })
    tell(undefined)
    vi.advanceTimersByTime(1000)
    expect(reload).not.toHaveBeenCalled()
    tell({ module: 'books', type: 'book', id: '1' })
    tell({ module: 'books', type: 'book', id: '2' })
    vi.advanceTimersByTime(1000)
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('is read again where it is not known what changed: the stream was broken', () => {
    let tell: (event: unknown) => void = () => undefined
    const reload = vi.fn()
    onChanged({ module: 'books', on: (_: string, handler: (event: unknown) => void) => ((tell = handler), () => undefined) } as unknown as Context, ['book'], reload)
    tell({ module: 'books' })
    vi.advanceTimersByTime(1000)
    expect(reload).toHaveBeenCalledTimes(1)
  })
})
