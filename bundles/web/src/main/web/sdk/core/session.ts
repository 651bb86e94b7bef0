import { computed, reactive } from 'vue'

export type Language = 'zh-CN' | 'zh-TW' | 'en'
export const languages: { id: Language; name: string }[] = [
  { id: 'zh-CN', name: '简体中文' },
  { id: 'zh-TW', name: '繁體中文' },
  { id: 'en', name: 'English' },
]

export interface UnitRef { id: string; name: string; zone?: string; parent?: string | null; kind?: string }
export interface Me {
  account: { id: string; name: string; displayName: string; kind?: string; mustChangePassword?: boolean; mustEnrol?: boolean }
  person: { id: string; name: string } | null
  language?: Language
  unit: (UnitRef & { zone: string }) | null
  units: UnitRef[]
  permissions: string[]
  portal: { name: string }
}

/** Who is signed in, where they act and in which language; shared by the shell and every view. */
export const session = reactive({
  me: null as Me | null,
  language: 'zh-CN' as Language,
  portal: { name: '', needsSetup: false, demo: false, reset: false },
})

export const unitId = computed(() => session.me?.unit?.id)
export const zone = computed(() => session.me?.unit?.zone ?? 'Asia/Shanghai')

export function can(permission: string | undefined): boolean {
  return !permission || (session.me?.permissions.includes(permission) ?? false)
}

export function storedLanguage(): Language {
  const cookie = /(?:^|; )shuyuan_language=([^;]+)/.exec(document.cookie)?.[1]
  if (languages.some((l) => l.id === cookie)) return cookie as Language
  const served = document.documentElement.lang
  return languages.some((l) => l.id === served) ? (served as Language) : 'zh-CN'
}

export function rememberLanguage(language: Language): void {
  document.cookie = `shuyuan_language=${language}; path=/; max-age=31536000; SameSite=Lax`
}
