import type { VNodeChild } from 'vue'
import type { UnitRef } from './session'

export interface Action {
  text: string
  /** The accessible name where the text alone is not clear. */
  label?: string
  icon?: string
  primary?: boolean
  danger?: boolean
  to?: string
  run?: () => unknown
  disabled?: boolean
  loading?: boolean
}
export type Maybe<T> = T | false | null | undefined | '' | 0
export interface Option { value: string | number | boolean; text: string; disabled?: boolean; /** How a `status` with this value looks. */ kind?: 'success' | 'warning' | 'danger' | 'info' | 'neutral' }
export type Row = Record<string, any>

export interface Column {
  key: string
  text: string
  sort?: boolean
  width?: number
  align?: 'left' | 'right' | 'center'
  type?: 'text' | 'number' | 'date' | 'datetime' | 'status' | 'colour'
  to?: (row: any) => string | undefined
  render?: (row: any) => VNodeChild
  /** Words for the values of a code. */
  options?: Option[]
  hidden?: boolean
  card?: boolean
}
export interface Filter { key: string; text: string; type: 'select' | 'switch' | 'date' | 'unit' | 'text'; options?: Option[]; default?: string; max?: string }
export interface Bulk { text: string; icon?: string; danger?: boolean; confirm?: string; run: (rows: any[]) => unknown }

export type FieldType =
  | 'text' | 'textarea' | 'number' | 'password' | 'email' | 'select' | 'multiselect' | 'radio' | 'checkbox' | 'switch' | 'date' | 'time'
  | 'datetime' | 'unit' | 'units' | 'person' | 'people' | 'words' | 'file' | 'custom' | 'static'
export interface Field {
  key: string
  text: string
  type?: FieldType
  required?: boolean
  max?: number
  min?: number
  pattern?: RegExp
  help?: string
  placeholder?: string
  autocomplete?: string
  options?: Option[]
  /** Offered while a text is typed. */
  suggest?: string[]
  /** The units to choose from; all that the person may see unless told. */
  units?: UnitRef[]
  show?: (all: Record<string, any>) => unknown
  check?: (value: any, all: Record<string, any>) => string | undefined | false | null
  half?: boolean
  group?: string
  disabled?: boolean
  accept?: string
  render?: (slot: { value: any; set: (value: unknown) => void; all: Record<string, any>; id: string; aria: Record<string, unknown> }) => VNodeChild
}
