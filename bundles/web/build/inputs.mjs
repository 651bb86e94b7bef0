// What a step of the build read: the same inputs need not be worked on twice.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const home = join(import.meta.dirname, '..')

/** One hash over the files of these paths below bundles/web; missing ones count as empty. */
export function hashOf(...paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    const full = join(home, path)
    if (!existsSync(full)) return
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(join(path, name))
    else hash.update(path.replaceAll('\\', '/')).update('\0').update(readFileSync(full))
  }
  paths.forEach(add)
  return hash.digest('hex')
}
export const stamp = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
