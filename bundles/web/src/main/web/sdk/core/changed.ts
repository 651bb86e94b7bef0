import type { Context } from './view'

const PAUSE = 300

/** Reads again shortly after something of the kinds changed in the view's module, wherever it was changed; many changes at once are one. */
export function onChanged(ctx: Context, types: string[], reload: () => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  ctx.on('changed', (event: { module?: string; type?: string } | undefined) => {
    if (event?.module !== ctx.module || !types.includes(event.type ?? '')) return
    clearTimeout(timer)
    timer = setTimeout(reload, PAUSE)
  })
}
