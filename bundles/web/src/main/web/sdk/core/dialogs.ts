import { defineComponent, h, ref } from 'vue'
import { ElButton } from './element'
import { hooks } from './api'
import { s } from './i18n'
import type { Problem } from './problem'
import { session } from './session'
import type { Field, Maybe } from './types'
import { rooted, type Context } from './view'
import SyDialog from '../components/SyDialog.vue'
import SyConflict from '../components/SyConflict.vue'
import SyForm from '../components/SyForm.vue'
import SySignIn from '../components/SySignIn.vue'

type Slots = { default: () => unknown; footer?: () => unknown }

/** Shows a dialog until `close` is called with its answer; the focus goes back to where it was. */
function ask<T>(options: { title: string; wide?: boolean; keep?: boolean; otherwise: T }, slots: (close: (answer: T) => void) => Slots): Promise<T> {
  return new Promise((resolve) => {
    const before = document.activeElement as HTMLElement | null
    const host = document.createElement('div')
    const open = ref(true)
    let answer = options.otherwise
    const close = (given: T) => {
      answer = given
      open.value = false
    }
    const Asking = defineComponent(() => {
      const content = slots(close)
      return () => h(SyDialog, {
        open: open.value, title: options.title, wide: options.wide, keep: options.keep,
        onClose: () => (open.value = false),
        onClosed: () => {
          app.unmount()
          host.remove()
          if (before?.isConnected) before.focus()
          resolve(answer)
        },
      }, content as never)
    })
    const app = rooted(Asking, {})
    document.body.append(host)
    app.mount(host)
  })
}

export interface Confirm { title: string; text?: string; yes?: string; no?: string; danger?: boolean }

export function confirm(options: Confirm): Promise<boolean> {
  return ask<boolean>({ title: options.title, otherwise: false }, (close) => ({
    default: () => (options.text ? h('p', { class: 'sy-confirm' }, options.text) : undefined),
    footer: () => h('div', { class: 'sy-row' }, [
      h(ElButton, { onClick: () => close(false) }, () => options.no ?? s('cancel')),
      h(ElButton, { type: options.danger ? 'danger' : 'primary', autofocus: true, onClick: () => close(true) }, () => options.yes ?? s('ok')),
    ]),
  }))
}

export interface FormDialog { title: string; id: string; fields: Maybe<Field>[]; value?: Record<string, any>; submit: (values: any) => unknown; submitText?: string; wide?: boolean; draft?: boolean; lead?: string }

export function formDialog<T = any>(options: FormDialog): Promise<T | undefined> {
  return ask<T | undefined>({ title: options.title, wide: options.wide, otherwise: undefined }, (close) => ({
    default: () => [
      options.lead ? h('p', { class: 'sy-muted' }, options.lead) : undefined,
      h(SyForm, {
        // a dialog stands apart from its view: the address tells its draft from those of other records and modules
        id: `${location.pathname}.${options.id}`, fields: options.fields, value: options.value, submit: options.submit, submitText: options.submitText, inDialog: true,
        draft: options.draft ?? true, done: (answer: T) => close(answer ?? (true as T)), cancel: () => close(undefined),
      }),
    ],
  }))
}

let signing: Promise<boolean> | undefined
hooks.signIn = () => {
  if (!session.me) return Promise.resolve(false)
  signing ??= ask<boolean>({ title: s('sign-in.again'), keep: true, otherwise: false }, (close) => ({
    default: () => h(SySignIn, { again: true, onDone: () => close(true), onLeave: () => close(false) }),
  })).finally(() => (signing = undefined))
  return signing
}

hooks.conflict = (mine, problem: Problem, options) =>
  ask<unknown>({ title: s('conflict.title'), wide: true, otherwise: undefined }, (close) => ({
    default: () => h(SyConflict, { mine: mine as Record<string, unknown>, problem, labels: options.labels ?? {}, theirs: options.theirs, show: options.show, onDone: (merged: unknown) => close(merged), onCancel: () => close(undefined) }),
  }))

export type { Context }
