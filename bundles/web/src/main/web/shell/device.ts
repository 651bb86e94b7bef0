import { s } from '../sdk/core/i18n'

// The first that fits: every browser also names those it descends from.
const browsers: [RegExp, string][] = [[/QIHU|360SE|360EE/, '360'], [/MicroMessenger/, 'WeChat'], [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']]
const systems: [RegExp, string][] = [[/HarmonyOS/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']]

/** What a person recognises a device by, out of the header that browsers send. */
export function deviceOf(agent: string): string {
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(agent))?.[1]
  const browser = find(browsers)
  return browser ? s('session.on', { browser, system: find(systems) ?? '?' }) : s('session.program', { name: agent.split('/')[0] })
}
