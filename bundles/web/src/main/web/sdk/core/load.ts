import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asProblem, type Problem } from './problem'

export interface Load<T> { data: ShallowRef<T | undefined>; problem: ShallowRef<Problem | undefined>; loading: Ref<boolean>; reload: () => Promise<void> }

/** Loads at once and on `reload`; an answer that a later one overtook is dropped. */
export function useLoad<T>(get: () => Promise<T>): Load<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const loading = ref(true)
  let turn = 0
  const reload = async () => {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await get()
      if (mine !== turn) return
      data.value = answer
      problem.value = undefined
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  void reload()
  return { data, problem, loading, reload }
}
