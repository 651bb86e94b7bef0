import { shallowReactive } from 'vue'
import { rememberLanguage, session, type Language } from './session'

type Texts = Record<string, string>
interface Pack { texts: Texts; element: unknown }

// One chunk per language: our texts and the component library's.
const packs: Record<Language, () => Promise<{ default: Pack }>> = {
  'zh-CN': () => import('../../i18n/pack-zh-CN'),
  'zh-TW': () => import('../../i18n/pack-zh-TW'),
  en: () => import('../../i18n/pack-en'),
}
const current = shallowReactive<{ texts: Texts; element: unknown }>({ texts: {}, element: undefined })

export async function useLanguage(language: Language): Promise<void> {
  const pack = (await packs[language]()).default
  current.texts = pack.texts
  current.element = pack.element
  session.language = language
  document.documentElement.lang = language
  rememberLanguage(language)
}

export const elementLocale = (): unknown => current.element

/** `{name}`: the value; `{name|day|days}`: the value and the word for one or for others. As `Texts.filled` does it in Java. */
export function fill(text: string, params?: Record<string, unknown>): string {
  return params ? text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (all, name: string, one?: string, others?: string) => {
    if (!(name in params)) return all
    const value = String(params[name])
    return one === undefined ? value : `${value} ${value === '1' ? one : others}`
  }) : text
}

/** A text of the shell or the SDK. */
export function s(key: string, params?: Record<string, unknown>): string {
  return fill(current.texts[key] ?? key, params)
}
