// What the pages of study plans say alike.

export const STATES = { draft: 'neutral', submitted: 'warning', returned: 'danger', approved: 'success', replaced: 'neutral' }
export const STATUSES = { planned: 'neutral', scheduled: 'info', done: 'success', overdue: 'danger' }

/** What time a plan is for. */
export const span = (t, plan) => t(`plans.span-${plan.period}`, { year: plan.year, number: plan.number })

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** Title and period, for a new plan and one that is changed. @returns {any[]} */
export const planFields = (t, thisYear) => [
  { key: 'title', text: t('plans.title'), required: true, max: 200 },
  { key: 'period', text: t('plans.period-kind'), type: 'radio', required: true, options: ['year', 'quarter', 'month'].map((value) => ({ value, text: t(`plans.kind-${value}`) })) },
  { key: 'year', text: t('plans.year'), type: 'select', required: true, half: true, options: range(thisYear - 3, thisYear + 3).map((value) => ({ value, text: String(value) })) },
  { key: 'quarter', text: t('plans.number-quarter'), type: 'select', required: true, half: true, show: (all) => all.period === 'quarter', options: range(1, 4).map((value) => ({ value, text: String(value) })) },
  { key: 'month', text: t('plans.number-month'), type: 'select', required: true, half: true, show: (all) => all.period === 'month', options: range(1, 12).map((value) => ({ value, text: t(`month.${value}`) })) },
]
export const sendPlan = (v) => ({ title: v.title, period: v.period, year: Number(v.year), number: Number(v.period === 'quarter' ? v.quarter : v.period === 'month' ? v.month : 1) })
export const planValues = (p) => ({ title: p.title, period: p.period, year: p.year, quarter: p.period === 'quarter' ? p.number : 1, month: p.period === 'month' ? p.number : 1 })

/** Who attends: in words, and who is chosen. */
export const audience = (t, item) => [item.audience, [...item.units, ...item.groups, ...item.people].map((one) => one.name).filter(Boolean).join(t('sep.list'))].filter(Boolean).join(t('sep.clause'))

/** A field of an item in words, for what changed. */
export const fieldName = (t, field) => t({ month: 'plans.month', day: 'plans.day', topic: 'plans.topic', content: 'plans.content', form: 'plans.form', kind: 'plans.kind', host: 'plans.host', audience: 'plans.audience',
  units: 'event.units', people: 'event.people', groups: 'event.groups', responsible: 'plans.responsible', note: 'plans.note' }[field] || field)
export const fieldValue = (t, field, value) => (value === null || value === '' || (Array.isArray(value) && !value.length) ? t('value.none') : Array.isArray(value) ? value.join(t('sep.list')) : field === 'month' ? t(`month.${value}`) : String(value))
