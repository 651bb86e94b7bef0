import { ref } from 'vue'
import { announce, format, html, SyButton, SyDialog, SyFacts, SyProblem, SyProgress, SyStatus, toast } from '@shuyuan/ui'
import { chain, lines, named } from './parts.js'

const STEPS = ['waiting', 'exchanging', 'starting', 'proving']
const SIGNED = { installation: 'success', trusted: 'success', unknown: 'warning', unsigned: 'warning', invalid: 'danger' }
const LOOKED_EVERY = 300

/**
 * What every way to another version goes through: the plan, the act with its steps, how it ended; and the earlier versions, from which it starts as well.
 * `failed` is told of what went wrong outside the dialogs, `changed` of the end of each act.
 */
export function useChange({ api, t }, { failed, changed }) {
  /** How much of a file has been sent, while it is. */
  const sending = ref(null)
  /** The plan that is shown, and how to go through with it. */
  const planned = ref(null)
  /** Whether it is wanted although other modules stop and start with it. */
  const knowing = ref(false)
  /** The act that was begun from the plan: how far it is, and how it ended. */
  const acting = ref(null)
  /** The module whose earlier versions are shown, and those. */
  const earlier = ref(null)

  const tried = (work) => async (...given) => {
    failed(null)
    try {
      await work(...given)
    } catch (failure) {
      failed(failure)
    } finally {
      sending.value = null
    }
  }
  function show(answer, install) {
    knowing.value = false
    acting.value = null
    planned.value = { ...answer, install }
  }

  const plan = tried(async (row) => show(await api.get(`${row.id}/plan`), (query) => api.post(`${row.id}/install`, undefined, { query })))
  const upload = tried(async (file) => {
    sending.value = 0
    const onProgress = (share) => (sending.value = share)
    const answer = await api.upload('plan', file, { onProgress })
    show(answer, (query) => api.upload('install', file, { query, onProgress }))
  })
  const kept = (id) => api.get(`${id}/versions`).then((answer) => answer.items)
  const versions = tried(async (row) => {
    earlier.value = { row, items: await kept(row.id) }
  })
  const bringBack = tried(async (row, one) => {
    const answer = await api.get(`${row.id}/plan`, { sha: one.sha })
    earlier.value = null
    show(answer, (query) => api.post(`${row.id}/install`, undefined, { query: { sha: one.sha, ...query } }))
  })
  /** To the version of that number, where exactly one of it is kept and does not run; else people choose. */
  const backTo = tried(async (row, number) => {
    const items = await kept(row.id)
    const found = items.filter((one) => one.version === number)
    if (found.length === 1 && !found[0].running) await bringBack(row, found[0])
    else earlier.value = { row, items }
  })

  async function go() {
    const { id, install, version } = planned.value
    const act = { id, version, step: STEPS[0], problem: null, details: null, done: false, left: false }
    acting.value = act
    const look = async () => {
      const row = (await api.get('').catch(() => [])).find((one) => one.id === id)
      if (row?.step && row.step !== act.step && !act.done) {
        act.step = row.step
        acting.value = acting.value?.id === id ? { ...act } : acting.value
        announce(t(`step.${row.step}`))
      }
      return row
    }
    const looking = setInterval(look, LOOKED_EVERY)
    try {
      await install(knowing.value ? { knowing: true } : {})
    } catch (failure) {
      act.problem = failure
      act.details = (await look())?.details
    } finally {
      clearInterval(looking)
      act.done = true
      sending.value = null
    }
    if (acting.value?.id === id && planned.value) acting.value = { ...act }
    else if (act.problem) failed(act.problem)
    else toast.success(t('done.runs', planned.value ?? act))
    changed()
  }

  function close() {
    planned.value = null
    acting.value = null
  }

  const listed = (items) => (items.length ? lines(items) : t('plan.none'))
  const where = ({ everywhere, count, some }) => (everywhere ? t('plan.units.everywhere') : count === 0 ? t('plan.none')
    : t(count > some.length ? 'plan.units.more' : 'plan.units.count', { count, names: format.list(some) }))
  /** Whether the only thing against it is that it touches other modules or takes the place of one, which may be wanted. */
  const mayKnow = (p) => (p.bundles.others.length > 0 || p.bundles.replaces) && p.problems.length === 1
  const known = ({ others, replaces }) => (replaces ? t('plan.knowing-replaces', { other: replaces }) : t('plan.knowing', { names: format.list(others) }))
  const refused = (p) => p.problems.length > 0 && !(mayKnow(p) && knowing.value)
  const lead = (p) => t({ downgrade: 'plan.downgrade', install: 'plan.lead-new', return: 'plan.lead-new', same: 'plan.lead-same' }[p.kind] ?? 'plan.lead')
  const asked = (p) => html`
    ${p.problems.length > 0 && html`<p><${SyStatus} kind="danger" text=${t('plan.refused')} /></p>`}
    ${p.problems.map((text) => html`<p>${text}</p>`)}${chain(t, p.details)}
    ${mayKnow(p) && html`<p><label><input type="checkbox" checked=${knowing.value} onChange=${(e) => (knowing.value = e.target.checked)} />
      ${' '}${known(p.bundles)}</label></p>`}
    ${p.problems.length === 0 && html`<p>${lead(p)}</p>`}
    <${SyFacts} items=${[
      { text: t('column.name'), value: named(p.name, p.id) }, { text: t('column.version'), value: p.running && p.running !== p.version ? `${p.running} → ${p.version}` : p.version },
      { text: t('plan.signature'), value: html`<${SyStatus} kind=${SIGNED[p.signature.state]} text=${t(`plan.signature.${p.signature.state}`, p.signature)} />` },
      { text: t('plan.units'), value: where(p.units) },
      { text: t('plan.added'), value: listed(p.added) }, p.removed.length > 0 && { text: t('plan.removed'), value: listed(p.removed) },
      { text: t('plan.migrations'), value: listed(p.migrations) },
      p.bundles.added.length > 0 && { text: t('plan.bundles'), value: listed(p.bundles.added) }, p.bundles.stopped.length > 0 && { text: t('plan.stopped'), value: listed(p.bundles.stopped) },
      p.bundles.refreshed.length > 0 && { text: t('plan.refreshed'), value: listed(p.bundles.refreshed) },
    ]} />
    ${p.taking.length > 0 && html`<p><${SyStatus} kind="warning" text=${t('plan.taking')} /></p>`}${p.taking.map((text) => html`<p class="sy-muted">${text}</p>`)}`

  const ended = (p, act) => (act.problem
    ? html`<${SyProblem} problem=${act.problem} />${act.details && chain(t, [act.details])}`
    : html`<p role="status"><${SyStatus} kind="success" text=${t('done.runs', p)} /></p>`)
  const reached = (act) => (act.done && !act.problem ? STEPS.length : STEPS.indexOf(act.step))
  const steps = (p, act) => html`
    ${(!act.done || !act.problem) && html`<ol class="sy-steps" style=${{ flexDirection: 'column', margin: '0 0 12px' }}>${STEPS.map((step, i) => html`
      <li class=${i < reached(act) ? 'is-done' : undefined} aria-current=${i === reached(act) ? 'step' : undefined}><span class="sy-num">${i + 1}</span>${t(`step.${step}`)}</li>`)}</ol>`}
    ${act.done ? ended(p, act) : act.step === 'returning' ? html`<p role="status"><${SyStatus} kind="warning" text=${t('step.returning')} /></p>`
      : html`<${SyProgress} share=${sending.value !== null && sending.value < 1 ? sending.value : undefined} text=${t('acting.lead')} />`}`
  const buttons = (p, act) => (act
    ? [{ text: t(act.done ? 'action.close' : 'action.leave'), primary: act.done, run: close }]
    : [{ text: t('action.cancel'), run: close },
      p.kind !== 'same' && { text: t(`action.plan${['update', 'downgrade', 'return'].includes(p.kind) ? `-${p.kind}` : ''}`), primary: true, run: () => void go(), disabled: refused(p) }])

  const version = (row, one) => ({
    text: `${one.version} (${one.sha.slice(0, 8)})`,
    value: html`<span class="sy-row">${t('versions.used', { at: format.dateTime(one.used) })}
      ${one.running ? html`<${SyStatus} kind="success" text=${t('versions.running')} />`
        : html`<${SyButton} action=${{ text: t('action.bring-back'), label: t('action.back-to', one), run: () => bringBack(row, one) }} small />`}</span>`,
  })

  const dialogs = () => html`
    <${SyDialog} open=${planned.value !== null} title=${planned.value ? t(`plan.title.${planned.value.kind}`, { name: planned.value.name }) : ''} onClose=${close}>${{
      default: () => planned.value && (acting.value ? steps(planned.value, acting.value) : asked(planned.value)),
      footer: () => planned.value && html`<div class="sy-row">${buttons(planned.value, acting.value).filter(Boolean).map((action) => html`<${SyButton} key=${action.text} action=${action} />`)}</div>`,
    }}<//>
    <${SyDialog} open=${earlier.value !== null} title=${earlier.value ? t('versions.title', { name: earlier.value.row.name }) : ''} onClose=${() => (earlier.value = null)}>
      ${() => earlier.value && (earlier.value.items.length
        ? html`<p class="sy-muted">${t('versions.lead')}</p><${SyFacts} items=${earlier.value.items.map((one) => version(earlier.value.row, one))} />`
        : html`<p>${t('versions.none')}</p>`)}<//>`

  return { plan, upload, versions, backTo, sending, dialogs }
}
