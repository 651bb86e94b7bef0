/**
 * Holds the browser's one event stream and hands its events to every open page.
 * Over HTTP/1.1 a browser has six connections to a host: a stream in each tab would use them up.
 */
interface Client { port: MessagePort; url: string; seen: number }
const clients = new Map<MessagePort, Client>()
let source: EventSource | undefined
let open = ''
let pause = 1000
let last = ''
let timer: ReturnType<typeof setTimeout> | undefined
/** The stream tells the count when it opens and when it changes; a page that joins later hears it from here and need not ask. */
let unread: unknown

const tell = (event: string, data: unknown) => {
  for (const client of clients.values()) client.port.postMessage({ event, data })
}

function connect(url: string): void {
  if (open === url && source && source.readyState !== EventSource.CLOSED) return
  source?.close()
  clearTimeout(timer)
  unread = undefined
  open = url
  // the browser names the last event by itself, but not to a stream that is made anew
  const stream = (source = new EventSource(last ? `${url}${url.includes('?') ? '&' : '?'}after=${encodeURIComponent(last)}` : url))
  stream.onopen = () => {
    pause = 1000
    tell('state', { open: true })
  }
  stream.onerror = () => {
    tell('state', { open: false })
    // A refused stream (signed out, maintenance) is not tried again by the browser itself.
    if (stream.readyState === EventSource.CLOSED && stream === source) {
      timer = setTimeout(() => clients.size && connect(open), pause)
      pause = Math.min(pause * 2, 30_000)
    }
  }
  for (const name of ['modules', 'notice', 'changed', 'unread', 'missed']) {
    stream.addEventListener(name, (event) => {
      last = (event as MessageEvent<string>).lastEventId || last
      try {
        const data: unknown = JSON.parse((event as MessageEvent<string>).data || '{}')
        if (name === 'unread') unread = data
        tell(name, data)
      } catch {
        // half a message is none
      }
    })
  }
}

;(self as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
  const port = event.ports[0]!
  port.onmessage = (message: MessageEvent<{ type: string; url?: string }>) => {
    if (message.data.type === 'open' && message.data.url) {
      clients.set(port, { port, url: message.data.url, seen: Date.now() })
      connect(message.data.url)
      if (unread) port.postMessage({ event: 'unread', data: unread })
    } else if (message.data.type === 'close') {
      clients.delete(port)
      if (clients.size === 0) {
        source?.close()
        source = undefined
        open = ''
        clearTimeout(timer)
      }
    }
  }
}

export {}
