import { ElMessage } from './element'
import { announce } from './announce'
import { Problem } from './problem'

function show(type: 'success' | 'warning' | 'error' | 'info', text: string): void {
  ElMessage({ type, message: text, duration: type === 'error' ? 8000 : 4000, showClose: type === 'error', grouping: true })
  announce(text)
}

export const toast = {
  success: (text: string) => show('success', text),
  info: (text: string) => show('info', text),
  warning: (text: string) => show('warning', text),
  error(what: unknown): void {
    if (what instanceof Problem) {
      if (!what.cancelled) show('error', [what.title, what.detail].filter(Boolean).join(' '))
    } else show('error', what instanceof Error ? what.message : String(what))
  },
}
