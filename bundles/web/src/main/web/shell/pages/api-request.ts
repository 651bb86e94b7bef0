import { days } from '../../sdk/core/days'
import { zone } from '../../sdk/core/session'

export interface Schema {
  $ref?: string; type?: string; format?: string; enum?: unknown[]; items?: Schema; properties?: Record<string, Schema>; required?: string[]; additionalProperties?: boolean | Schema
  allOf?: Schema[]; oneOf?: Schema[]; anyOf?: Schema[]; default?: unknown; example?: unknown; minimum?: number; maxLength?: number; description?: string; readOnly?: boolean; nullable?: boolean
}
export interface Parameter { name: string; in: string; required?: boolean; description?: string; schema?: Schema }
export type Content = Record<string, { schema?: Schema }>
export interface Answer { $ref?: string; description?: string; content?: Content }
export interface Operation {
  summary?: string; description?: string; parameters?: Parameter[]; requestBody?: { content?: Content }; responses?: Record<string, Answer>
  servers?: { url: string }[]; security?: unknown[]; 'x-needs'?: { permissions?: string[]; orBelow?: boolean }
}
export interface PathItem { get?: Operation; post?: Operation; put?: Operation; patch?: Operation; delete?: Operation }
/** A module's REST description, OpenAPI 3. */
export interface Description {
  info?: { title?: string; version?: string; description?: string }; servers?: { url: string }[]; paths?: Record<string, PathItem>
  components?: { schemas?: Record<string, Schema>; responses?: Record<string, Answer> }
}

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof methods)[number]

/** Where its path begins: what the platform keeps for a module stands elsewhere than the module's own. */
export const serverOf = (description: Description, operation: Operation): string => (operation.servers ?? description.servers)?.[0]?.url ?? ''

const last = (reference: string) => reference.split('/').pop()!

/** Something of a schema's shape to begin a body with; what contains itself ends at its second round. */
export function example(schema: Schema | undefined, description: Description, within: string[] = []): unknown {
  if (!schema) return {}
  if (schema.$ref) {
    const name = last(schema.$ref)
    return within.includes(name) ? null : example(description.components?.schemas?.[name], description, [...within, name])
  }
  if (schema.example !== undefined) return schema.example
  if (schema.default !== undefined) return schema.default
  if (schema.nullable) return null
  if (schema.enum) return schema.enum[0]
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => example(one, description, within)))
  const one = schema.oneOf?.[0] ?? schema.anyOf?.[0]
  if (one) return example(one, description, within)
  switch (schema.type) {
    case 'array': return [example(schema.items, description, within)].filter((item) => item !== null)
    case 'boolean': return false
    case 'integer': case 'number': return schema.minimum ?? 0
    case 'string': return text(schema.format)
    default: return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([, p]) => !p.readOnly).map(([key, p]) => [key, example(p, description, within)]))
  }
}

function text(format?: string): string {
  if (format === 'uuid') return '00000000-0000-0000-0000-000000000000'
  if (format === 'date') return days.today(zone.value)
  if (format === 'date-time') return `${days.today(zone.value)}T09:00:00+08:00`
  return ''
}

/** The address of a request: parameters of the path in their places, those of the query that have a value behind it. */
export function addressOf(server: string, path: string, parameters: Parameter[], values: Record<string, string>): string {
  const filled = path.replace(/\{([^}:]+)[^}]*\}/g, (_whole, name: string) => encodeURIComponent(values[`path ${name}`] ?? ''))
  const query = new URLSearchParams()
  for (const one of parameters) {
    const value = values[`query ${one.name}`]
    if (one.in === 'query' && value) query.append(one.name, value)
  }
  return server + filled + (query.size ? `?${query}` : '')
}

/** What the portal wants with a request of the browser; a write says that it comes from the portal's own pages. */
export function headersOf(method: Method, parameters: Parameter[], values: Record<string, string>, language: string, type?: string): Record<string, string> {
  const all: Record<string, string> = { 'Accept-Language': language }
  if (method !== 'get') all['X-Shuyuan'] = '1'
  if (type) all['Content-Type'] = type
  for (const one of parameters) {
    const value = values[`header ${one.name}`]
    if (one.in === 'header' && value) all[one.name] = one.name === 'If-Match' && !/^(W\/)?"|^\*$/.test(value) ? `"${value}"` : value
  }
  return all
}

/** The same request as a program sends it: by a token instead of the cookie, which needs no word of where it comes from. */
export function curlOf(method: Method, address: string, headers: Record<string, string>, body?: string, file?: string): string {
  const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`
  const sent = Object.entries(headers).filter(([name]) => name !== 'X-Shuyuan').map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  return ['curl', ...(method === 'get' ? [] : [`-X ${method.toUpperCase()}`]), '-H "Authorization: Bearer $TOKEN"', ...sent,
    ...(file ? [`--data-binary ${quoted(`@${file}`)}`] : body ? [`-d ${quoted(body)}`] : []), quoted(new URL(address, location.origin).href)].join(' ')
}
