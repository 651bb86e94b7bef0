import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { apiOf, type Query } from './api'
import { asProblem, type Problem } from './problem'
import type { Filter, Row } from './types'
import type { Context } from './view'

export interface Page { items: Row[]; total: number }
export type Loader = string | ((query: Query) => Promise<Page>)

/** What a list shows and how it was asked for; the address holds search, filters, order and page. */
export function useList(ctx: Context | undefined, options: () => { load: Loader; filters: Filter[]; sort?: string; size: number; query?: Query }) {
  const local = reactive<Record<string, string | undefined>>({})
  const source = () => (ctx ? ctx.query : (local as Record<string, string>))
  const change = (values: Record<string, string | undefined>) => (ctx ? ctx.setQuery(values) : Object.assign(local, values))
  const api = ctx?.api ?? apiOf('')

  const q = computed(() => source().q ?? '')
  const page = computed(() => Math.max(1, Number(source().page) || 1))
  const size = computed(() => Math.min(200, Number(source().size) || options().size))
  const sort = computed(() => source().sort ?? options().sort ?? '')
  const filters = computed(() => Object.fromEntries(options().filters.map((f) => [f.key, source()[f.key] ?? f.default ?? ''])))
  const filtered = computed(() => !!q.value || options().filters.some((f) => (filters.value[f.key] ?? '') !== (f.default ?? '')))
  const asked = computed<Query>(() => ({ ...options().query, ...filters.value, q: q.value, sort: sort.value }))

  const data = shallowRef<Page>()
  const problem = shallowRef<Problem>()
  const loading = ref(true)
  let turn = 0
  async function reload(): Promise<void> {
    const mine = ++turn
    loading.value = true
    const query = { ...asked.value, page: page.value, size: size.value }
    const { load } = options()
    try {
      const answer = typeof load === 'string' ? await api.get<Page>(load, query) : await load(query)
      if (mine !== turn) return
      data.value = answer
      problem.value = undefined
      // The last rows of the last page went away: show the page before.
      if (!answer.items.length && answer.total > 0 && page.value > 1) change({ page: undefined })
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  watch([asked, page, size], (now, before) => JSON.stringify(now) !== JSON.stringify(before) && reload(), { immediate: true, deep: true })

  const set = (values: Record<string, string | undefined>) => change({ page: undefined, ...values })
  const reset = () => set({ q: undefined, ...Object.fromEntries(options().filters.map((f) => [f.key, undefined])) })
  const sortBy = (key: string) => set({ sort: sort.value === key ? `-${key}` : sort.value === `-${key}` ? undefined : key })
  const download = (columns: string[]) => {
    const { load } = options()
    return typeof load === 'string' ? api.download(load, { ...asked.value, format: 'xlsx', columns: columns.join(',') }) : Promise.resolve()
  }
  return { q, page, size, sort, filters, filtered, data, problem, loading, reload, set, reset, sortBy, download, change }
}
