import { toast } from './toast'
import type { Action, Maybe } from './types'
import { tryContext } from './view'

export const given = <T>(list: Maybe<T>[] | undefined): T[] => (list ?? []).filter((one): one is T => !!one)

/** Links and runs actions in the place where they are shown. */
export function useActions() {
  const ctx = tryContext()
  const href = (action: Action): string | undefined => (action.to === undefined ? undefined : ctx ? ctx.href(action.to) : action.to)
  async function run(action: Action): Promise<void> {
    try {
      await action.run?.()
    } catch (error) {
      toast.error(error)
    }
  }
  return { href, run }
}
