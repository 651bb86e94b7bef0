import { s } from './i18n'

export interface FieldError { field: string; code?: string; message: string }

/** A request that failed, as RFC 9457 tells it; texts are already in the person's language. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: FieldError[]
  readonly logId?: string
  readonly extra: Record<string, unknown>
  /** The person closed the dialog that asked (sign-in, conflict): nothing more to be said. */
  cancelled = false
  etag?: string
  retryAfter?: number

  constructor(body: Record<string, unknown>) {
    super(String(body.title ?? body.code ?? body.status))
    this.name = 'Problem'
    const { status, code, title, detail, errors, logId, type: _type, ...extra } = body
    this.status = Number(status ?? 0)
    this.code = String(code ?? '')
    this.title = String(title ?? s('problem.unexpected'))
    this.detail = detail ? String(detail) : ''
    this.errors = Array.isArray(errors) ? (errors as FieldError[]) : []
    this.logId = logId ? String(logId) : undefined
    this.extra = extra
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {}
  try {
    if (/json/.test(response.headers.get('Content-Type') ?? '')) body = (await response.json()) as Record<string, unknown>
  } catch {
    // an answer cut short counts as one without a body
  }
  if (!body.title) Object.assign(body, plain(response.status))
  const problem = new Problem({ ...body, status: response.status })
  problem.etag = response.headers.get('ETag') ?? undefined
  const after = Number(response.headers.get('Retry-After'))
  if (after > 0) problem.retryAfter = after
  return problem
}

function plain(status: number): Record<string, unknown> {
  const known = [403, 404, 413, 429, 503].includes(status) ? String(status) : 'unexpected'
  return { title: s(`problem.${known}`), detail: s(`problem.${known}.do`) }
}

export const offline = (): Problem =>
  new Problem({ status: 0, code: 'web.offline', title: s('problem.offline'), detail: s('problem.offline.do') })

/** Whatever was thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  console.error(error)
  return new Problem({ status: 0, code: 'web.unexpected', title: s('problem.unexpected'), detail: s('problem.unexpected.do') })
}
