import { format } from './format'
import { s } from './i18n'
import type { Column, Row } from './types'

/** What stands at a key like `unit.name`. */
export const at = (row: Row, path: string): any => path.split('.').reduce<any>((value, name) => value?.[name], row)

const none = (value: unknown) => value === null || value === undefined || value === '' || value === false || (Array.isArray(value) && !value.length)

/** A moment as the REST writes it; other texts with a number in them are no moments, whatever the browser makes of them. */
export const isMoment = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)

/** The text of a cell; empty where there is nothing to say. */
export function cellText(row: Row, column: Column): string {
  const value = at(row, column.key)
  if (column.options) return column.options.find((o) => o.value === value)?.text ?? (none(value) ? '' : String(value))
  if (typeof value === 'boolean') return s(value ? 'yes' : 'no')
  if (none(value)) return ''
  if (column.type === 'date') return format.date(value)
  if (column.type === 'datetime') return format.dateTime(value)
  if (column.type === 'number') return format.number(value)
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'object' ? (one?.name ?? one?.text ?? '') : one)).join(s('list.comma'))
  return typeof value === 'object' ? String(value.name ?? value.text ?? '') : String(value)
}

export const isEmpty = (row: Row, column: Column): boolean => none(column.render ? column.render(row) : cellText(row, column))
export const alignOf = (column: Column): string => `is-${column.align ?? (column.type === 'number' ? 'right' : 'left')}`
export const figures = (column: Column): boolean => ['number', 'date', 'datetime'].includes(column.type ?? '')
