// Called by Maven in the phase test: the SDK's tests, and the plain modules of all bundles checked against the types that the SDK ships.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, home } from './inputs.mjs'

const modules = readdirSync(join(home, '..')).map((name) => join('..', name, 'src/main/resources/shuyuan/web'))
const inputs = hashOf('package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'tsconfig.modules.json', 'build', 'src/main/web', 'src/test/web', '../api/src/main/resources/org/shuyuan/api/module', ...modules)
const report = join(home, 'target/surefire-reports/TEST-browser-side.xml')
const kept = join(home, `node_modules/.cache/shuyuan-web-tests/${inputs}.xml`)
mkdirSync(join(report, '..'), { recursive: true })
if (!existsSync(kept)) {
  const done = spawnSync('npm', ['test', '--silent', '--', '--reporter=dot', '--reporter=junit', `--outputFile.junit=${report}`], { cwd: home, stdio: 'inherit', shell: process.platform === 'win32' })
  if (done.status !== 0) process.exit(done.status || 1)
  rmSync(join(kept, '..'), { recursive: true, force: true })
  mkdirSync(join(kept, '..'), { recursive: true })
  cpSync(report, kept)
} else cpSync(kept, report)
