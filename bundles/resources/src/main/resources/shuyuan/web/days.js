// Days as YYYY-MM-DD and times as YYYY-MM-DDTHH:mm, in the unit's zone.
import { days } from '@shuyuan/ui'

export const { now, today, next: nextDay, monday } = days

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
