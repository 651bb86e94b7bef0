import type { Column, Field, Filter, Option } from '../core/types'

// The shape of a page in JSON; every `text`, `title`, … is a key of the module's texts. Its schema: bundles/api, org/shuyuan/api/module/pages.schema.json.
export type Choices = Option[] | { load: string; value: string; text: string }
interface Conditional { /** A key of the record (or of the form's values) that must hold; `!key`: must not. */ when?: string }
export interface PageAction extends Conditional {
  text: string; icon?: string; primary?: boolean; danger?: boolean; permission?: string
  /** A page, or a request: `{id}` is taken from the record. */
  to?: string; method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path?: string; match?: boolean; confirm?: string; done?: string; then?: string
}
export interface PageColumn extends Omit<Column, 'to' | 'render' | 'options'> { to?: string; options?: Choices }
export interface PageFilter extends Omit<Filter, 'options'> { options?: Choices }
export interface PageField extends Omit<Field, 'options' | 'pattern' | 'show' | 'check' | 'render'>, Conditional { options?: Choices; pattern?: string }
interface Frame { title: string; lead?: string; back?: { text: string; to: string } }

export interface ListPage extends Frame {
  page: 'list'; load: string; columns: PageColumn[]; filters?: PageFilter[]; search?: string; sort?: string; size?: number; export?: boolean
  query?: Record<string, string | number | boolean>; open?: string; actions?: PageAction[]; rowActions?: PageAction[]; empty?: { title: string; text?: string; icon?: string; action?: PageAction }
}
export interface FormPage extends Frame {
  page: 'form'; fields: PageField[]; load?: string; value?: Record<string, unknown>; submit: { method: 'POST' | 'PUT' | 'PATCH'; path: string }; submitText?: string; done?: string; then?: string
}
export interface RecordPage extends Frame {
  page: 'record'; load: string; /** The key whose value is the heading. */ heading?: string; /** Facts, or the paragraphs of one key, headed by the title. */ cards: { title?: string; facts?: PageColumn[]; prose?: string }[]; history?: { title: string; subject: string; permission: string }; actions?: PageAction[]
}
/** The first rows of a list on the dashboard: of each the first column leads on, the others stand beside it. */
export interface CardPage {
  page: 'card'; load: string; query?: Record<string, string | number | boolean>; columns: PageColumn[]; /** Said where there is nothing; without it the card steps aside. */ empty?: string
}
export type Page = ListPage | FormPage | RecordPage | CardPage
