import { toLocal } from './format'

const later = (day: string, days: number): string => {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
const weekday = (day: string): number => new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay()

/** Days as `YYYY-MM-DD` and times as `YYYY-MM-DDTHH:mm`, as the unit's zone has them. */
export const days = {
  /** Now in a zone. */
  now: (zone: string): string => toLocal(new Date(), zone),
  /** Today in a zone. */
  today: (zone: string): string => days.now(zone).slice(0, 10),
  /** The day so many days after a day or time, the next unless told; what is no day stays so. */
  next: (day: string, count = 1): string => (day ? later(day, count) : day),
  /** The Monday of its week. */
  monday: (day: string): string => later(day, -((weekday(day) + 6) % 7)),
  /** The first working day, Monday to Friday, from then on. */
  workday: (day: string): string => (weekday(day) === 6 ? later(day, 2) : weekday(day) === 0 ? later(day, 1) : day.slice(0, 10)),
}
