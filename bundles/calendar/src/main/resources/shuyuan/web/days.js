// Days as YYYY-MM-DD.

/** Today in the unit's zone. */
export const today = (zone) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date())

/** The day so many days later. */
export const nextDay = (date, days = 1) => {
  if (!date) return date
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}
