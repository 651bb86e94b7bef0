import { Calendar } from 'fullcalendar'
import { hoursOf, type Item, type Marks, type Pick, type Range, type ViewName } from '../sdk/core/calendar'
import { toLocal } from '../sdk/core/format'
import { s } from '../sdk/core/i18n'
import { phone } from '../sdk/core/screen'
import { session, zone } from '../sdk/core/session'
import { locales, plugins } from './plugins'

/** What SyCalendar knows and is told. */
export interface Hooks {
  view: ViewName
  date?: string
  /** Fails never: what went wrong is shown by whoever was asked. */
  items: (range: Range) => Promise<Item[]>
  marks: () => Marks
  open: (item: Item) => void
  pick: (picked: Pick) => void
  /** Another range is shown. */
  moved: (title: string, date: string) => void
  /** The events of the range are there. */
  stands: () => void
  /** Whether an event stays where it was dropped; without it nothing can be dragged. */
  drop?: (item: Item, to: { start: string; end: string }) => Promise<boolean>
}
/** The calendar that was drawn. */
export interface Engine {
  date: () => string
  title: () => string
  show: (view: ViewName) => void
  go: (way: 'prev' | 'next' | 'today') => void
  goto: (date: string) => void
  refetch: () => void
  mark: () => void
  end: () => void
}

// A phone has no room for seven columns: month and week are lists there.
const nameOf = (view: ViewName) => (phone.value ? { day: 'listDay', month: 'listMonth', week: 'listWeek', list: 'listMonth', year: 'listMonth' } : { day: 'timeGridDay', month: 'dayGridMonth', week: 'timeGridWeek', list: 'listMonth', year: 'dayGridMonth' })[view]
/** In milliseconds: how long the library may take for what it is given before it is shown as it is. */
const PATIENCE = 2000
const chinese = () => session.language !== 'en'

/** FullCalendar with what Chinese, the portal's policy and accessibility need. */
export function startEngine(host: HTMLElement, hooks: Hooks): Engine {
  const items = new Map<string, Item>()
  // the library gives the moment at which a day begins in the zone
  const dayOf = (date: Date | string) => (typeof date === 'string' ? date : toLocal(date)).slice(0, 10)

  /** A week as an office writes it; the library repeats year and month on both sides of the dash. */
  function title(): string {
    const { type, title, currentStart, currentEnd } = calendar.view
    if (!/Week$/.test(type)) return title
    const last = new Date(currentEnd.getTime() - 1)
    const write = (options: Intl.DateTimeFormatOptions, date: Date) => new Intl.DateTimeFormat(session.language, { ...options, timeZone: zone.value }).format(date)
    const full = { year: 'numeric', month: 'long', day: 'numeric' } as const
    if (!chinese()) return new Intl.DateTimeFormat('en-GB', { ...full, timeZone: zone.value }).formatRange(currentStart, last)
    return `${write(full, currentStart)}–${write(toLocal(currentStart).slice(0, 4) === toLocal(last).slice(0, 4) ? { month: 'long', day: 'numeric' } : full, last)}`
  }
  function eventOf(item: Item, list: boolean) {
    items.set(item.id, item)
    // a key that is there counts for the library, even without a value: nothing could be dragged
    return { id: item.id, title: list && item.place ? `${item.title} · ${item.place}` : item.title, start: item.start, end: item.end, allDay: item.allDay, ...(item.fixed ? { editable: false } : {}), className: `sy-event is-${item.color ?? 'blue'}` }
  }
  // Nothing that happens lies outside of what is shown; a night that is empty takes no room.
  let hours = hoursOf([])
  function widen(found: Item[]): void {
    // hours are of days and weeks only, and to set them draws every other view anew
    if (!nameOf(shown).startsWith('timeGrid')) return
    const wanted = hoursOf(found)
    if (wanted.from === hours.from && wanted.to === hours.to) return
    hours = wanted
    setTimeout(() => calendar.batchRendering(() => {
      calendar.setOption('slotMinTime', wanted.from)
      calendar.setOption('slotMaxTime', wanted.to)
    }), 0)
  }
  async function events(info: { startStr: string; endStr: string }) {
    const found = await hooks.items({ from: info.startStr.slice(0, 10), to: info.endStr.slice(0, 10) })
    items.clear()
    widen(found)
    const list = nameOf(shown).startsWith('list')
    return found.map((item) => eventOf(item, list))
  }
  /** An event stays where it was dropped once whoever asked for it has done it; a whole day becomes no time of day by being dragged. */
  async function dropped(info: any) {
    const item = items.get(info.event.id)
    const length = item?.end ? new Date(item.end).getTime() - new Date(item.start).getTime() : 3600_000
    const end = info.event.endStr || toLocal(new Date(info.event.start.getTime() + length))
    const done = item && hooks.drop && info.event.allDay === !!item.allDay && (await hooks.drop(item, { start: info.event.startStr, end }).catch(() => false))
    if (done) calendar.refetchEvents()
    else info.revert()
  }
  // The library names links in words that differ from what they show, which WCAG 2.5.3 forbids: the text shown is the name.
  function mend() {
    // A list may hold list items only; the library puts buttons into it.
    for (const el of host.querySelectorAll<HTMLElement>('[role=list]')) if (el.querySelector(':scope > [role=button]')) el.setAttribute('role', 'group')
    for (const el of host.querySelectorAll<HTMLElement>('a[aria-label], [role=button][aria-label], button[aria-label]')) {
      const text = el.textContent?.trim() ?? ''
      const name = el.getAttribute('aria-label') ?? ''
      if (text && !name.replace(/\s+/g, ' ').includes(text.replace(/\s+/g, ' '))) el.setAttribute('aria-label', `${text} ${name}`)
    }
  }
  /** The library draws a month in passes: hidden until it has measured it, its events after that. What it makes of them is shown after a while in any case. */
  function awaitDrawn(count: number) {
    const wanted = nameOf(shown) !== 'dayGridMonth' ? undefined : count ? '[role=gridcell] .sy-event' : '[role=gridcell]'
    const seen = () => {
      const element = wanted && host.querySelector(wanted)
      return !wanted || (element && getComputedStyle(element).visibility === 'visible')
    }
    let over = false
    const end = setTimeout(() => ((over = true), hooks.stands()), wanted ? PATIENCE : 0)
    const look = () => {
      if (over) return
      if (!seen()) return void requestAnimationFrame(look)
      clearTimeout(end)
      hooks.stands()
    }
    if (wanted) requestAnimationFrame(look)
  }
  /** The day as the library writes it, and beside it what it is. */
  function marked(info: { date: Date; text: string; level?: number; inPopover?: boolean }) {
    const mark = info.level ? undefined : hooks.marks()[toLocal(info.date).slice(0, 10)]
    if (!mark) return info.text
    const text = document.createElement('span')
    text.textContent = info.text
    const sign = document.createElement('span')
    sign.className = `sy-mark is-${mark.kind}`
    sign.title = mark.title
    const one = document.createElement('b')
    one.textContent = mark.text
    sign.append(one, ` ${mark.title}`)
    return { domNodes: [text, document.createTextNode(' '), sign] }
  }
  const contents = () => ({ dayCellTopContent: marked, dayHeaderContent: marked, listDayHeaderContent: marked })

  let shown = hooks.view
  const calendar: any = new Calendar(host, {
    plugins, locales: Object.values(locales), locale: { 'zh-CN': 'zh-cn', 'zh-TW': 'zh-tw', en: 'en-gb' }[session.language],
    initialView: nameOf(shown), lazyFetching: false, initialDate: hooks.date, timeZone: zone.value, firstDay: 1, headerToolbar: false, height: 'auto', nowIndicator: true, selectable: true, navLinks: false,
    dayMaxEvents: 4, expandRows: true, slotMinTime: hours.from, slotMaxTime: hours.to, scrollTime: '08:00', selectMinDistance: 6, eventInteractive: true, noEventsContent: s('calendar.none'),
    eventTimeFormat: { hour: '2-digit', minute: '2-digit', hour12: false }, slotHeaderFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    listDayFormat: chinese() ? { month: 'numeric', day: 'numeric' } : { month: 'short', day: 'numeric' },
    views: { listMonth: { listDayAltFormat: { weekday: 'long' } }, listWeek: { listDayAltFormat: { weekday: 'long' } } },
    listItemEventBeforeClass: 'sy-event-dot', listItemEventTitleClass: 'sy-event-title', rowEventTitleClass: 'sy-event-title',
    events: (info: any, done: (events: unknown[]) => void) => void events(info).then((found) => (done(found), awaitDrawn(found.length))),
    eventClick: (info: any) => {
      info.jsEvent?.preventDefault?.()
      const item = items.get(info.event.id)
      if (item) hooks.open(item)
    },
    select: (info: any) => {
      hooks.pick({ start: info.startStr, end: info.endStr, allDay: info.allDay })
      calendar.unselect()
    },
    editable: !!hooks.drop && !phone.value, eventDrop: dropped, eventResize: dropped,
    datesSet: () => calendar && setTimeout(() => (hooks.moved(title(), dayOf(calendar.getDate())), mend()), 0),
    eventsSet: () => setTimeout(mend, 0),
    ...contents(),
  } as never)
  calendar.render()
  const observer = new MutationObserver(mend)
  observer.observe(host, { childList: true, subtree: true })

  return {
    date: () => dayOf(calendar.getDate()),
    title,
    show: (view) => calendar.changeView(nameOf((shown = view))),
    go: (way) => calendar[way](),
    goto: (date) => dayOf(calendar.getDate()) !== date && calendar.gotoDate(date),
    refetch: () => calendar.refetchEvents(),
    // other functions each time, or the library would think that nothing changed
    mark: () => Object.keys(contents()).forEach((key) => calendar.setOption(key, (info: never) => marked(info))),
    end: () => {
      observer.disconnect()
      calendar.destroy()
    },
  }
}
