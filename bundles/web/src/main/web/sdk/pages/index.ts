import { h, ref } from 'vue'
import { at } from '../core/cell'
import { s } from '../core/i18n'
import { useLoad } from '../core/load'
import { session } from '../core/session'
import { toast } from '../core/toast'
import type { Option, Row } from '../core/types'
import { defineView, type Context, type View } from '../core/view'
import SyCard from '../components/SyCard.vue'
import SyCell from '../components/SyCell.vue'
import SyFacts from '../components/SyFacts.vue'
import SyForm from '../components/SyForm.vue'
import SyHistory from '../components/SyHistory.vue'
import SyPage from '../components/SyPage.vue'
import SyProblem from '../components/SyProblem.vue'
import SySkeleton from '../components/SySkeleton.vue'
import SyTable from '../components/SyTable.vue'
import { actionsOf, chosen, columnOf, fieldOf, fieldsOf, filled, filterOf, flat, loadChoices, nested } from './parts'
import type { CardPage, Choices, FormPage, ListPage, Page, RecordPage } from './types'

type Framed = Exclude<Page, CardPage>
const frame = (ctx: Context, page: Framed, row: Row = {}) => ({
  title: ctx.t(page.title), lead: page.lead ? ctx.t(page.lead) : undefined, back: page.back && { text: ctx.t(page.back.text), to: filled(page.back.to, ctx, row) },
})
/** What a page shows while it has nothing, or nothing yet. */
const waiting = (ctx: Context, page: Framed, load: { problem: { value: unknown }; reload: () => unknown }) =>
  h(SyPage, frame(ctx, page), () => (load.problem.value ? h(SyProblem, { problem: load.problem.value, retry: load.reload }) : h(SySkeleton, { rows: 6 })))

function list(ctx: Context, page: ListPage): () => unknown {
  const table = ref<{ reload(): Promise<void> }>()
  const reload = () => table.value?.reload()
  const choices = useLoad(() => loadChoices(ctx, [...page.columns, ...(page.filters ?? [])]))
  ctx.on('changed', (event: { module: string }) => event.module === ctx.module && void reload())
  return () => {
    if (!choices.data.value) return waiting(ctx, page, choices)
    const { empty } = page
    return h(SyPage, { ...frame(ctx, page), actions: actionsOf(ctx, page.actions, {}, reload) }, () => h(SyTable, {
      ref: table, id: page.load, load: filled(page.load, ctx), columns: page.columns.map(columnOf(ctx, choices.data.value)), filters: page.filters?.map(filterOf(ctx, choices.data.value)),
      search: page.search && ctx.t(page.search), sort: page.sort, size: page.size, query: page.query, export: page.export, label: ctx.t(page.title),
      rowActions: page.rowActions && ((row: Row) => actionsOf(ctx, page.rowActions, row, reload)), onRow: page.open === undefined ? undefined : (row: Row) => ctx.navigate(filled(page.open!, ctx, row)),
      empty: empty && { title: ctx.t(empty.title), text: empty.text && ctx.t(empty.text), icon: empty.icon, action: empty.action && actionsOf(ctx, [empty.action], {}, reload)[0] },
    }))
  }
}

function form(ctx: Context, page: FormPage): () => unknown {
  const keys = page.fields.map((f) => f.key)
  // what is only shown is not sent: the server takes no field that it does not know
  const sent = (values: Row) => nested(Object.fromEntries(Object.entries(values).filter(([key]) => page.fields.find((f) => f.key === key)?.type !== 'static')))
  const load = useLoad(async () => {
    const asked = Promise.resolve(page.load ? ctx.api.get<Row>(filled(page.load, ctx)) : undefined)
    const [choices, record] = await Promise.all([loadChoices(ctx, page.fields, asked), asked])
    return { choices, record, value: flat(record ?? nested(page.value ?? {}), keys) }
  })
  const labels = Object.fromEntries(page.fields.map((f) => [f.key, ctx.t(f.text)]))
  /** A value as the form shows it, for who must choose between two of them. */
  const inWords = (choices: Map<Choices, Option[]>) => (key: string, value: any): string | undefined => {
    const field = page.fields.find((f) => f.key === key)
    const options = field && (chosen(field.options, choices) ?? (/^units?$/.test(field.type ?? '') ? session.me?.units.map((u) => ({ value: u.id, text: u.name })) : undefined))
    if (!options || value === null || value === undefined || value === '') return undefined
    return [value].flat().map((one) => options.find((o) => o.value === one)?.text ?? String(one)).join(s('list.comma'))
  }
  return () => {
    const data = load.data.value
    if (!data) return waiting(ctx, page, load)
    const { method, path } = page.submit
    const row = data.record ?? {}
    const away = page.back ? filled(page.back.to, ctx, row) : -1
    return h(SyPage, frame(ctx, page, row), () => h(SyForm, {
      id: filled(page.load ?? page.submit.path, ctx), fields: page.fields.map(fieldOf(ctx, data.choices)), value: data.value, fresh: !page.load, submitText: page.submitText && ctx.t(page.submitText),
      submit: (values: Row) => ctx.api[method.toLowerCase() as 'post' | 'put' | 'patch'](filled(path, ctx, row), sent(values), { match: data.record, labels, show: inWords(data.choices) }),
      done: (answer: Row | undefined) => {
        if (page.done) toast.success(ctx.t(page.done))
        ctx.navigate(page.then === undefined ? away : filled(page.then, ctx, answer ?? row), { replace: true })
      },
      cancel: () => ctx.navigate(away),
    }))
  }
}

function record(ctx: Context, page: RecordPage, file: Record<string, Page>): () => unknown {
  const { history } = page
  const told = history && ctx.can(history.permission) ? fieldsOf(page, file) : []
  const load = useLoad(async () => {
    const asked = ctx.api.get<Row>(filled(page.load, ctx))
    const facts = page.cards.flatMap((c) => c.facts ?? [])
    const shown = new Set(facts.map((f) => f.options))
    // what only the history asks for shall not keep the record from being shown
    const more = Promise.all(told.filter((f) => !shown.has(f.options)).map((f) => loadChoices(ctx, [f], asked).catch(() => new Map<Choices, Option[]>())))
    const [row, choices, others] = await Promise.all([asked, loadChoices(ctx, facts, asked), more])
    return { row, choices: new Map([choices, ...others].flatMap((found) => [...found])) }
  })
  ctx.on('changed', (event: { module: string }) => event.module === ctx.module && void load.reload())
  return () => {
    const data = load.data.value
    if (!data || load.problem.value) return waiting(ctx, page, load)
    const { row, choices } = data
    const title = (page.heading && at(row, page.heading)) || ctx.t(page.title)
    return h(SyPage, { ...frame(ctx, page, row), title, actions: actionsOf(ctx, page.actions, row, load.reload) }, () => [
      ...page.cards.map((card) => h(SyCard, { title: card.title && ctx.t(card.title) }, () =>
        card.prose === undefined ? h(SyFacts, { items: (card.facts ?? []).map(columnOf(ctx, choices)).map((column) => ({ text: column.text, value: h(SyCell, { row, column }) })) })
          : h('p', { class: 'sy-prose' }, at(row, card.prose) || '—'))),
      history && ctx.can(history.permission) && h(SyCard, { title: ctx.t(history.title) }, () =>
        h(SyHistory, { subject: filled(history.subject, ctx, row), fields: told.map(columnOf(ctx, choices)) })),
    ])
  }
}

function card(ctx: Context, page: CardPage): () => unknown {
  const load = useLoad(async () => {
    const [{ items }, choices] = await Promise.all([ctx.api.get<{ items: Row[] }>(filled(page.load, ctx), page.query), loadChoices(ctx, page.columns)])
    if (!page.empty) ctx.hideCard?.(!items.length)
    return { items, choices }
  })
  ctx.on('changed', (event: { module: string }) => event.module === ctx.module && void load.reload())
  return () => {
    const data = load.data.value
    if (load.problem.value) return h(SyProblem, { problem: load.problem.value, retry: load.reload })
    if (!data) return h(SySkeleton, { rows: 3 })
    if (!data.items.length) return page.empty && h('p', { class: 'sy-muted' }, ctx.t(page.empty))
    const [heading, ...beside] = page.columns.map(columnOf(ctx, data.choices))
    return h('ul', { class: 'sy-list' }, data.items.map((row) => h('li', { key: row.id }, [
      h('span', h(SyCell, { row, column: heading! })), h('span', { class: 'sy-muted sy-card-facts' }, beside.map((column) => h('span', h(SyCell, { row, column })))),
    ])))
  }
}

/** The view of a page that a module declares in JSON; `file` has all that stand beside it. */
export function pageView(page: Page, file: Record<string, Page> = {}): View {
  return defineView((ctx: Context) => (page.page === 'list' ? list(ctx, page) : page.page === 'form' ? form(ctx, page) : page.page === 'card' ? card(ctx, page) : record(ctx, page, file)))
}
