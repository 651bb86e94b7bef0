// Days as YYYY-MM-DD and times as YYYY-MM-DDTHH:mm, in the unit's zone.
import { toLocal } from '@shuyuan/ui'

/** Now in the unit's zone. */
export const now = (zone) => toLocal(new Date(), zone)

/** Today in the unit's zone. */
export const today = (zone) => now(zone).slice(0, 10)

/** The day so many days later. */
export const nextDay = (date, days = 1) => {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/** The Monday of its week. */
export const monday = (date) => nextDay(date, -((new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7))

/** The next full hour, and one on the day before midnight is tomorrow's working morning. */
export const likely = (zone) => {
  const at = now(zone)
  const hour = Number(at.slice(11, 13)) + 1
  return hour < 7 || hour > 19 ? `${hour > 19 ? nextDay(at) : at.slice(0, 10)}T09:00` : `${at.slice(0, 10)}T${String(hour).padStart(2, '0')}:00`
}

/** So many minutes later. */
export const later = (time, minutes) => {
  const at = new Date(`${time.slice(0, 16)}Z`)
  at.setUTCMinutes(at.getUTCMinutes() + minutes)
  return at.toISOString().slice(0, 16)
}
