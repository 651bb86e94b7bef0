// The rule of a fixed study day.
import { defineView, format, html, SyForm, SyPage, SyProblem, SySkeleton, toast, useLoad } from '@shuyuan/ui'
import { today } from './days.js'
import { focusFirst } from './form.js'

const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
export const weekday = (t, n) => t('rule.weekday', { day: t(`day.${WEEK[n - 1]}`) })
export const monthDay = (t, n) => (n === 31 ? t('study.day-last') : t('study.day-n', { n }))

const months = (first, last) => Array.from({ length: (last - first + 1) * 12 }, (_, i) => `${first + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`)

const fields = (ctx, kinds, value) => {
  const { t } = ctx
  const year = Number(today(ctx.zone).slice(0, 4))
  const options = (chosen) => [...new Set([...(chosen ? [chosen] : []), ...months(year - 1, year + 5)])].sort().map((m) => ({ value: m, text: format.month(`${m}-01`) }))
  const choices = (keys) => keys.map((key) => ({ value: key, text: t(`study.${key}`) }))
  return [
    { key: 'title', text: t('study.title'), required: true, max: 200 },
    { key: 'kind', text: t('study.kind'), type: 'select', required: true, half: true, options: kinds.filter((k) => !k.retired || k.id === value.kind).map((k) => ({ value: k.id, text: k.text })) },
    { key: 'place', text: t('study.place'), max: 200, half: true },
    { key: 'every', text: t('study.every'), type: 'radio', required: true, group: t('group.when'), options: choices(['monthly', 'weekly']) },
    { key: 'monthDay', text: t('study.day-month'), type: 'select', required: true, half: true, help: t('study.day-month-help'), show: (all) => all.every === 'monthly',
      options: Array.from({ length: 31 }, (_, i) => ({ value: i + 1, text: monthDay(t, i + 1) })) },
    { key: 'weekDay', text: t('study.day-week'), type: 'select', required: true, half: true, help: t('study.weekly-help'), show: (all) => all.every === 'weekly',
      options: Array.from({ length: 7 }, (_, i) => ({ value: i + 1, text: weekday(t, i + 1) })) },
    { key: 'start', text: t('study.start'), type: 'time', required: true, half: true },
    { key: 'minutes', text: t('study.minutes'), type: 'number', required: true, min: 5, max: 1440, half: true },
    { key: 'move', text: t('study.move'), type: 'radio', required: true, options: choices(['later', 'earlier', 'stay']) },
    { key: 'within', text: t('study.within'), type: 'switch', help: t('study.within-help'), show: (all) => all.every === 'monthly' && all.move !== 'stay' },
    { key: 'from', text: t('study.from'), type: 'select', required: true, half: true, group: t('study.valid'), options: options(value.from) },
    { key: 'until', text: t('study.until'), type: 'select', half: true, help: t('study.until-help'), options: options(value.until),
      check: (v, all) => (v && all.from && v < all.from ? t('problem.end-before-start') : undefined) },
  ]
}

const send = (v) => ({
  title: v.title, kind: v.kind, place: v.place || null, every: v.every, day: Number(v.every === 'weekly' ? v.weekDay : v.monthDay), start: (v.start || '').slice(0, 5),
  minutes: Number(v.minutes), move: v.move, within: v.every === 'weekly' || Boolean(v.within), from: v.from, until: v.until || null,
})
const valuesOf = (rule) => ({
  title: rule.title, kind: rule.kind && rule.kind.id, place: rule.place || '', every: rule.every, monthDay: rule.every === 'monthly' ? rule.day : 15, weekDay: rule.every === 'weekly' ? rule.day : 1,
  start: rule.start, minutes: rule.minutes, move: rule.move, within: rule.within, from: rule.from, until: rule.until || undefined,
})

const page = (ctx, { title, id, value, submit }) => {
  const { t, api } = ctx
  const back = { text: t('study.page'), to: 'study-days' }
  const loaded = useLoad(async () => {
    const kinds = await api.get('kinds')
    return { kinds: kinds.items, ...(await value(kinds.items)) }
  })
  return () => {
    const data = loaded.data.value
    if (loaded.problem.value) return html`<${SyPage} title=${title} back=${back}><${SyProblem} problem=${loaded.problem.value} retry=${loaded.reload} /><//>`
    if (!data) return html`<${SyPage} title=${title} back=${back}><${SySkeleton} rows=${6} /><//>`
    return html`<${SyPage} title=${title} back=${back}>
      <${SyForm} id=${id} value=${data.values} fields=${fields(ctx, data.kinds, data.values)} submitText=${t('event.save')} onVnodeMounted=${focusFirst}
        submit=${(values) => submit(send(values), data)} done=${(rule) => { toast.success(t('study.saved')); ctx.navigate(`study-days?rule=${rule.id}`, { replace: true }) }} cancel=${() => ctx.navigate(-1)} />
    <//>`
  }
}

export const create = defineView((ctx) => page(ctx, {
  title: ctx.t('study.new'), id: 'study-rule',
  value: async (kinds) => {
    const study = kinds.find((k) => k.word === 'study' && !k.retired) || kinds.find((k) => !k.retired)
    return { values: { title: '', kind: study && study.id, place: '', every: 'monthly', monthDay: 15, weekDay: 5, start: '14:30', minutes: 120, move: 'later', within: true, from: today(ctx.zone).slice(0, 7), until: undefined } }
  },
  submit: (values) => ctx.api.post('study-rules', values),
}))

export const edit = defineView((ctx) => {
  const { t, api, params } = ctx
  const words = (field) => ({ kind: t('study.kind'), title: t('study.title'), place: t('study.place'), every: t('study.every'), day: t('study.planned'), start: t('study.start'), minutes: t('study.minutes'),
    move: t('study.move'), within: t('study.within'), from: t('study.from'), until: t('study.until') })[field]
  return page(ctx, {
    title: t('study.edit'), id: `study-rule-${params.id}`,
    value: async () => {
      const rule = await api.get(`study-rules/${params.id}`)
      return { rule, values: valuesOf(rule) }
    },
    submit: (values, data) => api.put(`study-rules/${params.id}`, values, {
      match: data.rule, labels: Object.fromEntries(['kind', 'title', 'place', 'every', 'day', 'start', 'minutes', 'move', 'within', 'from', 'until'].map((f) => [f, words(f)])),
      theirs: (now) => send(valuesOf(now)),
      show: (field, v) => (v === null || v === undefined || v === '' ? t('value.none') : field === 'kind' ? (data.kinds.find((k) => k.id === v) || { text: v }).text
        : field === 'within' ? t(v ? 'value.yes' : 'value.no') : field === 'every' || field === 'move' ? t(`study.${v}`) : String(v)),
    }),
  })
})
