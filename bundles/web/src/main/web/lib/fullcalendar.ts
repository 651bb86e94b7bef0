import { Calendar, type CalendarOptions } from 'fullcalendar'
import dayGrid from 'fullcalendar/daygrid'
import interaction from 'fullcalendar/interaction'
import list from 'fullcalendar/list'
import classic from 'fullcalendar/themes/classic'
import timeGrid from 'fullcalendar/timegrid'
import zhCn from 'fullcalendar/locales/zh-cn'
import zhTw from 'fullcalendar/locales/zh-tw'
import enGb from 'fullcalendar/locales/en-gb'
import styles from './fullcalendar-all.css?url'

export { Calendar }
export type { CalendarOptions }
export const plugins = [dayGrid, timeGrid, list, interaction, classic]
export const locales = { 'zh-CN': zhCn, 'zh-TW': zhTw, en: enGb }
export { default as SyCalendar } from './SyCalendar.vue'

// Loaded apart from the shell's styles, and before anything is drawn: the library measures what it shows.
await new Promise((resolve) => {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = styles
  link.onload = link.onerror = resolve
  document.head.append(link)
})
