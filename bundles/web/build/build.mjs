// Called by Maven: npm ci and npm run build, each only when what it reads has changed.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, home, stamp } from './inputs.mjs'

function npm(...args) {
  const done = spawnSync('npm', args, { cwd: home, stdio: 'inherit', shell: process.platform === 'win32' })
  if (done.status !== 0) {
    if (done.error) console.error(`npm could not be run: ${done.error.message}. Node 20 or later with npm is needed to build the browser side.`)
    process.exit(done.status || 1)
  }
}

const lock = hashOf('package-lock.json')
const installed = join(home, 'node_modules/.shuyuan-lock')
if (stamp(installed) !== lock) {
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error')
  writeFileSync(installed, lock)
}
const inputs = hashOf('package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'tsconfig.types.json', 'build', 'src/main/web', '../api/src/main/resources/org/shuyuan/api/module')
const out = join(home, 'target/web')
// Kept outside of target/, so that a clean build of unchanged sources is quick as well.
const kept = join(home, 'node_modules/.cache/shuyuan-web', inputs)
if (stamp(join(out, '.inputs')) === inputs) process.exit(0)
if (!existsSync(join(kept, '.inputs'))) {
  npm('run', '--silent', 'build')
  writeFileSync(join(out, '.inputs'), inputs)
  rmSync(join(kept, '..'), { recursive: true, force: true })
  mkdirSync(kept, { recursive: true })
  cpSync(out, kept, { recursive: true })
} else {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  cpSync(kept, out, { recursive: true })
}
