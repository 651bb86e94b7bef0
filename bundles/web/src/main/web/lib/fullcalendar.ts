import { Calendar, type CalendarOptions } from 'fullcalendar'
import styles from './fullcalendar-all.css?url'

export { Calendar }
export type { CalendarOptions }
export { locales, plugins } from './plugins'
export { startEngine } from './engine'

// Loaded apart from the shell's styles, and before anything is drawn: the library measures what it shows.
await new Promise((resolve) => {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = styles
  link.onload = link.onerror = resolve
  document.head.append(link)
})
