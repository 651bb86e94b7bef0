import type { Context } from './view'

const PAUSE = 300

/** Reads again shortly after something of the kinds changed in the view's module, wherever it was changed, or may have unseen; many changes at once are one. */
export function onChanged(ctx: Context, types: string[], reload: () => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  ctx.on('changed', (event: { module?: string; type?: string } | undefined) => {
    // without a type it may be any: what happened while the stream was broken is not known
    if (event?.module !== ctx.module || (event.type && !types.includes(event.type))) return
    clearTimeout(timer)
    timer = setTimeout(reload, PAUSE)
  })
}
