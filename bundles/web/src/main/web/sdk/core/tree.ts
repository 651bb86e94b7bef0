import type { UnitRef } from './session'

export interface UnitNode extends UnitRef { children: UnitNode[] }

/** A flat list with parents as a tree; what hangs from a unit that is not in the list becomes a root. */
export function tree(units: UnitRef[]): UnitNode[] {
  const byId = new Map<string, UnitNode>(units.map((unit) => [unit.id, { ...unit, children: [] }]))
  const roots: UnitNode[] = []
  for (const node of byId.values()) {
    const parent = node.parent ? byId.get(node.parent) : undefined
    if (parent && parent !== node) parent.children.push(node)
    else roots.push(node)
  }
  return roots
}

/** The names from the root down to a unit. */
export function pathOf(units: UnitRef[], id: string): string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const names: string[] = []
  for (let unit = byId.get(id), n = 0; unit && n < 20; unit = unit.parent ? byId.get(unit.parent) : undefined, n++) names.unshift(unit.name)
  return names
}
