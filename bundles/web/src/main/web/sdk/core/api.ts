import { randomId } from './ids'
import { offline, Problem, problemOf } from './problem'
import { session, unitId } from './session'

export type Query = Record<string, unknown>
export interface Options {
  signal?: AbortSignal
  /** Parameters of the address for a write. */
  query?: Query
  /** The ETag, or the object that came with one: sent as If-Match. */
  match?: string | object
  /** Names of the fields, for the conflict dialog. */
  labels?: Record<string, string>
  /** What is stored now, as the form would send it: where an answer has names and a form has ids. */
  theirs?: (current: any) => Record<string, unknown>
  /** A field's value in words, for the conflict dialog; nothing where the dialog knows better. */
  show?: (field: string, value: any) => string | undefined
  /** `false`: the request is about no unit. */
  unit?: false | string
  /** Opens no dialog. */
  quiet?: boolean
  method?: string
  onProgress?: (share: number) => void
}
export interface Api {
  get<T = any>(path: string, query?: Query, options?: Options): Promise<T>
  post<T = any>(path: string, body?: unknown, options?: Options): Promise<T>
  put<T = any>(path: string, body?: unknown, options?: Options): Promise<T>
  patch<T = any>(path: string, body?: unknown, options?: Options): Promise<T>
  delete<T = any>(path: string, options?: Options): Promise<T>
  upload<T = any>(path: string, file: File, options?: Options): Promise<T>
  download(path: string, query?: Query, options?: Options): Promise<void>
}

const etags = new WeakMap<object, string>()
/** The ETag that an answer came with. */
export const etagOf = (value: object): string | undefined => etags.get(value)
export function keepEtag(from: object, to: object): void {
  const etag = etags.get(from)
  if (etag) etags.set(to, etag)
}

/** What the shell does when a request needs the person; set once by the SDK's dialogs. */
export const hooks = {
  signIn: undefined as undefined | (() => Promise<boolean>),
  conflict: undefined as undefined | ((mine: unknown, problem: Problem, options: Pick<Options, 'labels' | 'theirs' | 'show'>) => Promise<unknown | undefined>),
}

export function address(base: string, path: string, query: Query = {}, options: Options = {}): string {
  const url = new URL(path.startsWith('/') ? path : `${base}/${path}`.replace(/\/$/, ''), location.origin)
  const unit = options.unit === false ? undefined : (options.unit ?? unitId.value)
  if (unit && !url.searchParams.has('unit')) url.searchParams.set('unit', unit)
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    if (key === 'unit') url.searchParams.set('unit', String(value))
    else for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(key, String(one))
  }
  return url.pathname + url.search
}

const wait = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true })
  })

function headers(method: string, key: string, body: unknown, match: string | undefined): Headers {
  const all = new Headers({ 'Accept-Language': session.language, Accept: 'application/json, application/problem+json' })
  if (method !== 'GET') {
    all.set('X-Shuyuan', '1')
    all.set('Idempotency-Key', key)
  }
  if (body !== undefined && !(body instanceof Blob)) all.set('Content-Type', 'application/json')
  if (body instanceof Blob) all.set('Content-Type', 'application/octet-stream')
  if (match) all.set('If-Match', match)
  return all
}

/** What first.js asked for, by language and address. */
const early = window as { shuyuanAhead?: Record<string, Promise<Response>> & { asked?: Promise<void> } }
/** An answer that was asked for before this script had come; it is good once. */
function taken(method: string, url: string): Promise<Response> | undefined {
  const key = `${session.language} ${url}`
  const found = method === 'GET' ? early.shuyuanAhead?.[key] : undefined
  if (found) delete early.shuyuanAhead![key]
  return found
}
/** All that is asked early has been. */
export const askedAhead = async (): Promise<void> => early.shuyuanAhead?.asked
/** What was asked early and not wanted is stale from now on. */
export function forgetAhead(): void {
  delete early.shuyuanAhead
}

/** One request with its repeats: 503 with Retry-After for at most a minute, a broken line for reads, 401 after sign-in. */
async function exchange(method: string, url: string, body: unknown, options: Options, match?: string): Promise<Response> {
  const key = randomId()
  const until = Date.now() + 60_000
  for (let attempt = 0; ; attempt++) {
    let response: Response
    try {
      response = await (taken(method, url) ?? fetch(url, {
        method,
        headers: headers(method, key, body, match),
        body: body === undefined ? undefined : body instanceof Blob ? body : JSON.stringify(body),
        credentials: 'same-origin',
        signal: options.signal,
      }))
    } catch (error) {
      if (options.signal?.aborted) throw error
      // The idempotency key makes repeating a write safe as well.
      if (attempt < 2) {
        await wait(400 * (attempt + 1), options.signal)
        continue
      }
      throw offline()
    }
    if (response.ok || response.status === 304) return response
    if (response.status === 503 && response.headers.has('Retry-After') && Date.now() < until) {
      await wait(Math.min(5, Number(response.headers.get('Retry-After')) || 1) * 1000, options.signal)
      continue
    }
    if (response.status === 401 && !options.quiet && hooks.signIn) {
      if (await hooks.signIn()) continue
      const problem = await problemOf(response)
      problem.cancelled = true
      throw problem
    }
    throw await problemOf(response)
  }
}

async function parsed<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  // the line may break in the middle of an answer
  const text = await response.text().catch((error: unknown) => { throw (error as Error).name === 'AbortError' ? error : offline() })
  if (!text) return undefined as T
  const value = JSON.parse(text) as T
  const etag = response.headers.get('ETag')
  if (etag && value && typeof value === 'object') etags.set(value, etag)
  return value
}

async function write<T>(base: string, method: string, path: string, body: unknown, options: Options): Promise<T> {
  const url = address(base, path, options.query, options)
  let match = typeof options.match === 'string' ? options.match : options.match && etags.get(options.match)
  let mine = body
  for (;;) {
    try {
      return await parsed<T>(await exchange(method, url, mine, options, match))
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412 || options.quiet || !hooks.conflict || method === 'DELETE') throw error
      const merged = await hooks.conflict(mine, error, options)
      if (merged === undefined) {
        error.cancelled = true
        throw error
      }
      mine = merged
      match = error.etag ?? (await exchange('GET', url, undefined, options)).headers.get('ETag') ?? undefined
    }
  }
}

function upload<T>(base: string, path: string, file: File, options: Options): Promise<T> {
  const url = address(base, path, { ...options.query, name: file.name }, options)
  const method = options.method ?? 'POST'
  if (!options.onProgress) return exchange(method, url, file, options).then((r) => parsed<T>(r))
  const key = randomId()
  // fetch tells nothing of what has been sent
  const send = () =>
    new Promise<Response>((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open(method, url)
      headers(method, key, file, undefined).forEach((value, name) => request.setRequestHeader(name, value))
      request.upload.onprogress = (e) => e.lengthComputable && options.onProgress?.(e.loaded / e.total)
      request.onload = () => {
        const received = new Headers()
        for (const name of ['Content-Type', 'ETag', 'Retry-After']) {
          const value = request.getResponseHeader(name)
          if (value) received.set(name, value)
        }
        resolve(new Response(request.status === 204 ? null : request.responseText, { status: request.status, headers: received }))
      }
      request.onerror = () => reject(offline())
      request.onabort = () => reject(offline())
      options.signal?.addEventListener('abort', () => request.abort(), { once: true })
      request.send(file)
    })
  const run = async (attempt: number): Promise<T> => {
    const response = await send()
    if (response.ok) return parsed<T>(response)
    if (response.status === 401 && !options.quiet && hooks.signIn && (await hooks.signIn())) return run(attempt)
    if (response.status === 503 && response.headers.has('Retry-After') && attempt < 12) {
      await wait(Math.min(5, Number(response.headers.get('Retry-After')) || 1) * 1000, options.signal)
      return run(attempt + 1)
    }
    throw await problemOf(response)
  }
  return run(0)
}

async function download(base: string, path: string, query: Query, options: Options): Promise<void> {
  const response = await exchange(options.method ?? 'GET', address(base, path, query, options), undefined, options)
  const disposition = response.headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  const name = encoded ? decodeURIComponent(encoded) : (/filename="?([^";]+)/i.exec(disposition)?.[1] ?? path.split('/').pop() ?? 'download')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000)
}

/** The requests of one module; `module` empty means paths from `/api`. */
export function apiOf(module: string): Api {
  const base = `/api/${module}`
  return {
    get: async (path, query, options = {}) => parsed(await exchange('GET', address(base, path, query, options), undefined, options)),
    post: (path, body, options = {}) => write(base, 'POST', path, body, options),
    put: (path, body, options = {}) => write(base, 'PUT', path, body, options),
    patch: (path, body, options = {}) => write(base, 'PATCH', path, body, options),
    delete: (path, options = {}) => write(base, 'DELETE', path, undefined, options),
    upload: (path, file, options = {}) => upload(base, path, file, options),
    download: (path, query = {}, options = {}) => download(base, path, query, options),
  }
}
