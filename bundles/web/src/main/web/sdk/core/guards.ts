/** Forms with unsaved text ask before the page is left. */
export type Guard = () => Promise<boolean> | boolean
const guards = new Set<{ dirty: () => boolean; leave: Guard }>()

export function guard(dirty: () => boolean, leave: Guard): () => void {
  const entry = { dirty, leave }
  guards.add(entry)
  return () => guards.delete(entry)
}

export const unsaved = (): boolean => [...guards].some((entry) => entry.dirty())

export async function mayLeave(): Promise<boolean> {
  for (const entry of guards) if (entry.dirty() && !(await entry.leave())) return false
  return true
}

window.addEventListener('beforeunload', (event) => {
  if (unsaved()) event.preventDefault()
})
