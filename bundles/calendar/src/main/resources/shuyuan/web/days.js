// Days as YYYY-MM-DD.

/** Now in the unit's zone, as YYYY-MM-DDTHH:mm. */
export const now = (zone) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  .format(new Date()).replace(' ', 'T')

/** Today in the unit's zone. */
export const today = (zone) => now(zone).slice(0, 10)

/** The day so many days later. */
export const nextDay = (date, days = 1) => {
  if (!date) return date
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/** The first working day (Monday to Friday) from then on. */
export const workday = (date) => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday === 6 ? nextDay(date, 2) : weekday === 0 ? nextDay(date, 1) : date
}
