import htm from 'htm'
import { h, isRef, isVNode, unref, type Ref, type VNode } from 'vue'

type Tag = string | object
type Make = (this: unknown, tag: Tag, props: Record<string, unknown> | null, ...children: unknown[]) => VNode

function isSlots(child: unknown): child is Record<string, () => unknown> {
  return typeof child === 'object' && child !== null && !Array.isArray(child) && !isVNode(child) && !isRef(child)
}

/** htm calls this with a cell that tells whether it may keep the node; Vue's nodes are used once. */
const make: Make = function (this: unknown, tag, props, ...children) {
  ;(this as number[])[0] = 3
  const shown = children.map((child) => (isRef(child) ? unref(child) : child)).map((child) => (child === true ? null : child))
  if (typeof tag === 'string') return h(tag, props, shown as VNode[])
  if (shown.length === 0) return h(tag as never, props)
  if (shown.length === 1 && typeof shown[0] === 'function') return h(tag as never, props, { default: shown[0] as () => unknown })
  if (shown.length === 1 && isSlots(shown[0])) return h(tag as never, props, shown[0] as never)
  return h(tag as never, props, { default: () => shown as VNode[] })
}

/** HTML-like templates without a build and without eval. */
export const html = htm.bind(make as never) as unknown as (strings: TemplateStringsArray, ...values: unknown[]) => VNode | VNode[]

/** A two-way value: spread into a component that has `modelValue`. */
export function model(target: Ref<any>): Record<string, unknown>
export function model(target: Record<string, any>, key: string): Record<string, unknown>
export function model(target: any, key?: string): Record<string, unknown> {
  return key === undefined
    ? { modelValue: target.value, 'onUpdate:modelValue': (value: unknown) => (target.value = value) }
    : { modelValue: target[key], 'onUpdate:modelValue': (value: unknown) => (target[key] = value) }
}
