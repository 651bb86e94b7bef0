import { session, unitId } from './session'

export type LiveEvent = 'modules' | 'notice' | 'changed' | 'unread' | 'missed' | 'state'
type Handler = (data: any) => void
const handlers = new Map<string, Set<Handler>>()
let port: { postMessage(message: unknown): void } | undefined

/** Hears of events of the portal; the answer ends it. */
export function onLive(event: LiveEvent, handler: Handler): () => void {
  const set = handlers.get(event) ?? new Set<Handler>()
  handlers.set(event, set.add(handler))
  return () => set.delete(handler)
}

function deliver(event: string, data: unknown): void {
  for (const handler of handlers.get(event) ?? []) {
    try {
      handler(data)
    } catch (error) {
      console.error(error)
    }
  }
}

/** What happened is not known: everybody looks for themselves. */
function readAgain(): void {
  for (const event of ['modules', 'notice', 'missed']) deliver(event, {})
}

/** One stream for the whole browser, in a shared worker; where there is none, this page asks now and then. */
export function startLive(workerUrl: string): void {
  if (port) {
    port.postMessage({ type: 'open', url: streamUrl() })
    return
  }
  if (typeof SharedWorker === 'function') {
    try {
      const worker = new SharedWorker(workerUrl, { name: 'shuyuan-live' })
      worker.port.onmessage = (message: MessageEvent<{ event: string; data: unknown }>) => message.data.event === 'missed' ? readAgain() : deliver(message.data.event, message.data.data)
      worker.port.start()
      port = worker.port
      worker.port.postMessage({ type: 'open', url: streamUrl() })
      addEventListener('pagehide', () => worker.port.postMessage({ type: 'close' }))
      addEventListener('pageshow', (event) => event.persisted && worker.port.postMessage({ type: 'open', url: streamUrl() }))
      return
    } catch {
      // forbidden by a setting: poll
    }
  }
  port = { postMessage: () => undefined }
  setInterval(() => {
    if (document.visibilityState === 'visible' && session.me) readAgain()
  }, 30_000)
}

export function stopLive(): void {
  port?.postMessage({ type: 'close' })
}

const streamUrl = () => `/api/notices/stream${unitId.value ? `?unit=${unitId.value}` : ''}`
