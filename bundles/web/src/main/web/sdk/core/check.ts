import { s } from './i18n'
import type { Field } from './types'

const empty = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** What is wrong with a value, or undefined. */
export function checkField(field: Field, value: unknown, all: Record<string, unknown>): string | undefined {
  const type = field.type ?? 'text'
  if (empty(value) || (typeof value === 'string' && !value.trim())) {
    if (field.required) return s('check.required', { field: field.text })
  } else if (typeof value === 'number') {
    if (field.min !== undefined && value < field.min) return s('check.min', { min: field.min })
    if (field.max !== undefined && value > field.max) return s('check.max', { max: field.max })
  } else if (typeof value === 'string') {
    if (field.min !== undefined && value.length < field.min) return s('check.short', { min: field.min })
    if (field.max !== undefined && type !== 'file' && value.length > field.max) return s('check.long', { max: field.max })
    if (type === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return s('check.email')
    if (field.pattern && !field.pattern.test(value)) return field.help ?? s('check.pattern')
  }
  return field.check?.(value, all) || undefined
}
