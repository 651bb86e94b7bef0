// Taking the roll: one key or one touch a person, saved as one goes.
import { computed, nextTick, onBeforeUnmount, ref, triggerRef } from 'vue'
import {
  announce, confirm, defineView, dropDraft, format, formDialog, guard, html, onChanged, readDraft, sdkText, SyCard, SyFacts, SyIcon, SyMenu, SyPage, SyProblem, SySkeleton, toast, toLocal, useLoad, writeDraft,
} from '@shuyuan/ui'
import { assign, makeUpState } from './make-up.js'
import { LOOKS, rollState, share, STATES, state } from './words.js'

const WAIT = 400
const THERE = ['present', 'late', 'left-early', 'observer']

export const roll = defineView((ctx) => {
  const { t, api, params } = ctx
  const path = `gatherings/${params.id}`
  const head = useLoad(() => api.get(path))
  // what was marked here and is not stored yet, by person: { mark, was }; kept in this browser too, or a reload, a lost line or an ended session would lose a whole room's marks
  const draft = `attendance.roll-${params.id}`
  /** @type {Map<string, any>} */
  const waiting = new Map(Object.entries(readDraft(draft)?.values ?? {}))
  /** @type {Map<string, any>} */
  let sent = new Map()
  const rows = useLoad(async () => {
    const answer = await api.get(`${path}/roll`)
    const there = new Map(answer.items.map((r) => [r.person.id, r]))
    for (const [person, m] of [...sent, ...waiting]) {
      if (there.has(person)) Object.assign(there.get(person), m.mark)
      else waiting.delete(person)
    }
    return answer
  })
  const q = ref('')
  const only = ref('')
  const saving = ref(false)
  const unsaved = ref(waiting.size)
  let timer
  let gone = false

  // another list each time: rows are marked in place, and what is made of the same list would not be made anew
  const all = computed(() => (rows.data.value ? [...rows.data.value.items] : []))
  const shown = computed(() => {
    const text = q.value.trim().toLowerCase()
    return all.value.filter((r) => (!only.value || (only.value === 'open' ? !r.state : r.state === only.value))
      && (!text || [r.person.name, r.person.number, r.person.unit, r.person.position].some((x) => x && x.toLowerCase().includes(text))))
  })
  const left = computed(() => all.value.filter((r) => r.expected && !r.state).length)
  const count = (word) => all.value.filter((r) => (word === 'open' ? r.expected && !r.state : r.state === word)).length

  const reload = () => Promise.all([head.reload(), rows.reload()])
  onChanged(ctx, ['gathering'], () => { if (!waiting.size && !saving.value) reload() })

  // a row is marked in place: what counts and filters rows must hear of it
  const told = () => {
    unsaved.value = waiting.size
    triggerRef(rows.data)
    const kept = [...sent, ...waiting]
    if (kept.length) writeDraft(draft, Object.fromEntries(kept), {})
    else dropDraft(draft)
  }
  // what was marked anew meanwhile replaces what is stored, which the mark that failed did not become
  const back = (which) => which.forEach(([person, m]) => waiting.set(person, waiting.has(person) ? { ...waiting.get(person), was: m.was } : m))
  const send = async () => {
    clearTimeout(timer)
    if (!waiting.size) return told()
    saving.value = true
    sent = new Map(waiting)
    waiting.clear()
    let later = 3000
    try {
      const now = await api.put(`${path}/marks`, { marks: [...sent].map(([person, m]) => ({ person, was: m.was, state: m.mark.state, reason: m.mark.reason, note: m.mark.note, minutes: m.mark.minutes })) })
      const byId = new Map(now.items.map((r) => [r.person.id, r]))
      sent = new Map()
      all.value.forEach((r) => { const stored = byId.get(r.person.id); if (stored && !waiting.has(r.person.id)) Object.assign(r, stored) })
      await head.reload()
    } catch (problem) {
      const tried = [...sent]
      sent = new Map()
      if (!problem.status || problem.status >= 500) back(tried)
      else if (problem.status === 401) {
        // whoever does not sign in again now is asked at the next mark, and not every few seconds
        back(tried)
        later = 0
      } else {
        await reload()
        // a mark that somebody else overtook takes none of the others with it
        const stored = new Map(all.value.map((r) => [r.person.id, r]))
        const good = tried.filter(([person, m]) => stored.has(person) && stored.get(person).state === m.was)
        if (good.length < tried.length) {
          back(good)
          good.forEach(([person]) => Object.assign(stored.get(person), waiting.get(person).mark))
        }
      }
      toast.error(problem)
    } finally {
      saving.value = false
      told()
      clearTimeout(timer)
      if (waiting.size && later && !gone) timer = setTimeout(save, later)
    }
  }
  let running = Promise.resolve()
  const save = () => (running = running.then(send))
  const put = (row, mark, silent = false) => {
    const before = waiting.get(row.person.id)
    waiting.set(row.person.id, { mark, was: before ? before.was : row.state })
    Object.assign(row, mark)
    if (silent) return
    told()
    clearTimeout(timer)
    timer = setTimeout(save, WAIT)
  }
  if (waiting.size) timer = setTimeout(save, WAIT)
  // what is left then is in the browser's store, for the next time
  onBeforeUnmount(() => {
    gone = true
    clearTimeout(timer)
  })
  onBeforeUnmount(guard(() => saving.value || waiting.size > 0, async () => {
    await save()
    return !waiting.size || confirm({ title: sdkText('form.leave'), text: sdkText('form.leave.kept'), yes: sdkText('form.leave.yes') })
  }))
  const fresh = (word) => ({ state: word, reason: null, note: null, minutes: null })
  const mark = (row, word) => put(row, row.state === word ? fresh(null) : { ...fresh(word), minutes: row.minutes })

  const may = () => head.data.value && head.data.value.mayTake && head.data.value.state !== 'closed' && head.data.value.state !== 'cancelled'
  const words = (row) => (row.expected ? STATES : ['observer']).filter((w) => !head.data.value.early || w === 'on-leave' || w === 'exempt')

  // keys: 1 to 6 mark and go on, arrows walk
  const list = ref()
  const at = ref(null)
  const focus = (index, word) => nextTick(() => {
    const row = list.value && list.value.children[Math.max(0, Math.min(index, shown.value.length - 1))]
    if (!row) return
    at.value = row.dataset.person
    nextTick(() => (row.querySelector(word ? `[data-state="${word}"]` : 'button') || row.querySelector('button'))?.focus())
  })
  const keys = (event, row, index) => {
    const pressed = event.target.dataset && event.target.dataset.state
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === 'SELECT' || event.target.tagName === 'INPUT') return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      focus(index + (event.key === 'ArrowDown' ? 1 : -1), pressed)
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const buttons = [...event.currentTarget.querySelectorAll('[data-state]')]
      const next = buttons[buttons.indexOf(event.target) + (event.key === 'ArrowRight' ? 1 : -1)]
      if (next) { event.preventDefault(); next.focus() }
    } else if (/^[1-6]$/.test(event.key) && row.expected) {
      const word = STATES[Number(event.key) - 1]
      if (!words(row).includes(word)) return
      event.preventDefault()
      if (row.state !== word) mark(row, word)
      announce(`${row.person.name}: ${t(`state.${word}`)}`)
      const stays = !shown.value.includes(row)
      focus(stays ? index : index + 1, word)
    } else if (event.key === '0' || event.key === 'Backspace') {
      event.preventDefault()
      if (row.state) put(row, fresh(null))
    }
  }

  const details = async (row) => {
    const reasons = (head.data.value.reasons[row.state] || []).filter((r) => !r.retired || r.word === row.reason)
    const saved = await formDialog({
      title: row.person.name, id: `mark-${row.person.id}`, draft: false, submitText: t('save'), submit: (v) => v,
      value: { reason: row.reason || '', note: row.note || '', minutes: row.minutes },
      fields: [
        reasons.length > 0 && { key: 'reason', text: t('mark.reason'), type: 'select', options: reasons.map((r) => ({ value: r.word, text: r.name })) },
        { key: 'note', text: t('mark.note'), max: 200 },
        { key: 'minutes', text: t('mark.minutes'), type: 'number', min: 0, max: 1440, help: t('mark.minutes-help') },
      ],
    })
    if (saved) put(row, { state: row.state, reason: saved.reason || null, note: saved.note || null, minutes: saved.minutes === '' || saved.minutes === undefined ? null : saved.minutes })
  }
  const times = async (row) => {
    await save()
    const g = head.data.value
    const local = (x) => (x ? toLocal(x, ctx.zone) : '')
    const saved = await formDialog({
      title: t('times.of', { name: row.person.name }), id: `times-${row.person.id}`, draft: false, submitText: t('save'), value: { came: local(row.came || g.start), left: local(row.left) },
      fields: [{ key: 'came', text: t('mark.came'), type: 'datetime', required: true, half: true }, { key: 'left', text: t('mark.left'), type: 'datetime', half: true, help: t('times.help') }],
      submit: (v) => api.put(`${path}/times`, { person: row.person.id, came: v.came, left: v.left || null }),
    })
    if (saved) await reload()
  }
  const setSignOut = () => act(() => api.put(`${path}/sign-out`, { on: !head.data.value.signOut }, { match: head.data.value, quiet: true }), t('saved'))
  const act = async (work, done) => {
    try {
      await save()
      const answer = await work()
      if (done) toast.success(typeof done === 'function' ? done(answer) : done)
      await reload()
    } catch (problem) {
      if (problem.cancelled) return
      toast.error(problem)
      await reload()
    }
  }
  const leaveOut = async (row) => {
    if (await confirm({ title: t('roll.leave-out-ask', { name: row.person.name }), text: t('roll.leave-out-text'), yes: t('roll.leave-out') })) await act(() => api.delete(`${path}/people/${row.person.id}`), t('roll.left-out'))
  }
  const add = async (observers) => {
    await formDialog({
      title: t(observers ? 'roll.add-observers' : 'roll.add-people'), id: 'add', draft: false, submitText: t('roll.add'), value: { people: [] },
      fields: [{ key: 'people', text: t('roll.people'), type: 'people', required: true, help: t(observers ? 'roll.observers-help' : 'roll.people-help') }],
      submit: (v) => api.post(`${path}/people`, { people: v.people, observers }),
    }) && await act(async () => {}, t('roll.added'))
  }
  const refresh = () => act(() => api.post(`${path}/refresh`), (d) => (d.came.length + d.went.length ? t('roll.refreshed', { came: d.came.length, went: d.went.length }) : t('roll.refreshed-none')))
  const rest = async () => {
    const open = all.value.filter((r) => r.expected && !r.state)
    open.forEach((r) => put(r, fresh('present'), true))
    told()
    await save()
    announce(t('roll.rest-done', { count: open.length }))
  }
  const close = async () => {
    await save()
    const text = left.value ? t('roll.close-text', { count: left.value }) : t('roll.close-text-none')
    if (await confirm({ title: t('roll.close-ask'), text, yes: t('roll.close') })) await act(() => api.post(`${path}/close`, undefined, { match: head.data.value, quiet: true }), t('roll.closed-done'))
  }
  const reopen = async () => {
    await formDialog({
      title: t('roll.reopen-ask'), lead: t('roll.reopen-text'), id: 'reopen', draft: false, submitText: t('roll.reopen'), value: { reason: '' },
      fields: [{ key: 'reason', text: t('roll.reopen-why'), required: true, max: 200, help: t('roll.reopen-why-help') }],
      submit: (v) => api.post(`${path}/reopen`, { reason: v.reason }, { match: head.data.value, quiet: true }),
    }) && await act(async () => {}, t('roll.reopened'))
  }

  // who missed it can be told to make it up once that is known, and once more when that was dropped
  const missed = (row) => row.expected && row.state && (!row.makeUp || row.makeUp.state === 'dropped') && head.data.value.missed.includes(row.state)
  const telling = () => head.data.value && head.data.value.mayTake && (head.data.value.state === 'closed' || head.data.value.state === 'open')
  const tell = async (person) => { await save(); if (await assign(ctx, { id: params.id, title: head.data.value.title }, person)) await reload() }

  const facts = (g) => [
    { text: t('gathering.start'), value: html`<span class="sy-num">${format.range(g.start, g.end)} ${format.weekday(g.start)}</span>` },
    { text: t('gathering.kind'), value: g.kind.name },
    g.place && { text: t('gathering.place'), value: g.place },
    { text: t('gathering.unit'), value: g.unit.name },
    { text: t('gathering.state'), value: html`<span>${rollState(t, g.state)}${g.closedBy && html` <span class="sy-muted">${t('roll.closed-by', { who: g.closedBy, when: format.dateTime(g.closedAt) })}</span>`}</span>` },
    { text: t('tally.rate'), value: share(t, g.tally) },
    g.signOut && { text: t('mark.minutes'), value: t(g.openEnd ? 'rules.open-end-says' : 'rules.open-end-none', { minutes: g.earlyGrace }) },
    g.tally.madeUp > 0 && { text: t('tally.made-up'), value: g.tally.madeUp },
    ...g.links.map((l) => ({ text: t('gathering.planned'), value: html`<a href=${ctx.href(l.link)}>${g.title}</a>` })),
  ].filter(Boolean)

  const chip = (word) => html`<button type="button" key=${word} class="attendance-chip" aria-pressed=${String(only.value === word)} onClick=${() => { only.value = only.value === word ? '' : word }}>
    ${t(`state.${word}`)} <span class="sy-num">${count(word)}</span></button>`
  const line = (row, index) => html`<li key=${row.person.id} data-person=${row.person.id} class="attendance-row" onKeydown=${(event) => keys(event, row, index)}>
    <span class="attendance-who"><strong>${row.person.name}</strong> <span class="sy-muted">${[row.person.unit, row.person.position, row.person.number].filter(Boolean).join(' · ')}</span>
      ${(row.note || row.minutes !== null || row.came || (row.reason && !may())) && html`<span class="attendance-note">${[row.reason && reasonName(row), row.came && t(row.left ? 'mark.came-left' : 'mark.came-at', { came: format.time(row.came), left: row.left ? format.time(row.left) : '' }), row.minutes !== null && t('mark.minutes-say', { count: row.minutes }), row.toEnd && t('mark.to-end'), row.note].filter(Boolean).join(' · ')}</span>`}
      ${row.makeUp && html`<span class="attendance-note">${t('make-up.page')} ${makeUpState(t, row.makeUp.state, row.makeUp.overdue)} ${row.makeUp.due && t('make-up.until', { day: format.date(row.makeUp.due) })}</span>`}</span>
    ${may()
      ? html`<span class="attendance-marks" role="group" aria-label=${row.person.name}>
          ${words(row).map((word) => html`<button type="button" key=${word} data-state=${word} class=${['attendance-mark', `is-${LOOKS[word]}`]} aria-pressed=${String(row.state === word)}
            tabindex=${at.value === row.person.id || (at.value === null && index === 0) ? 0 : -1} onFocus=${() => { at.value = row.person.id }} onClick=${() => mark(row, word)}>${t(`mark.${word}`)}</button>`)}
          <span class="attendance-more">
            ${row.state && (head.data.value.reasons[row.state] || []).length > 0 && html`<select class="attendance-select" aria-label=${`${row.person.name}: ${t('mark.reason')}`} value=${row.reason || ''} onChange=${(e) => put(row, { state: row.state, reason: e.target.value || null, note: row.note, minutes: row.minutes })}>
              <option value="">${t('mark.reason-none')}</option>${head.data.value.reasons[row.state].filter((r) => !r.retired || r.word === row.reason).map((r) => html`<option key=${r.word} value=${r.word} selected=${r.word === row.reason}>${r.name}</option>`)}</select>`}
            ${head.data.value.signOut && THERE.includes(row.state) && html`<button type="button" class="attendance-icon" aria-label=${t('times.of', { name: row.person.name })} onClick=${() => times(row)}><${SyIcon} name="clock" /></button>`}
            ${telling() && missed(row) && html`<button type="button" class="attendance-icon" title=${t('make-up.assign')} aria-label=${`${row.person.name}: ${t('make-up.assign')}`} onClick=${() => tell(row.person)}><${SyIcon} name="reading" /></button>`}
            ${row.state ? html`<button type="button" class="attendance-icon" aria-label=${`${row.person.name}: ${t('mark.details')}`} onClick=${() => details(row)}><${SyIcon} name="edit" /></button>`
              : html`<button type="button" class="attendance-icon" aria-label=${`${row.person.name}: ${t('roll.leave-out')}`} onClick=${() => leaveOut(row)}><${SyIcon} name="close" /></button>`}
          </span></span>`
      : html`<span class="sy-row">${telling() && missed(row) && html`<button type="button" class="el-button el-button--primary is-link sy-no-print" aria-label=${`${row.person.name}: ${t('make-up.assign')}`} onClick=${() => tell(row.person)}>${t('make-up.assign')}</button>`}${state(t, row.state)}</span>`}
  </li>`
  const reasonName = (row) => ((head.data.value.reasons[row.state] || []).find((r) => r.word === row.reason) || {}).name || row.reason

  return () => {
    const g = head.data.value
    const back = { text: t('nav.attendance'), to: '' }
    if (head.problem.value) return html`<${SyPage} title=${t('roll.page')} back=${back}><${SyProblem} problem=${head.problem.value} retry=${head.reload} /><//>`
    if (!g) return html`<${SyPage} title=${t('roll.page')} back=${back}><${SySkeleton} rows=${8} /><//>`
    const open = may()
    return html`<${SyPage} title=${g.title} back=${back} actions=${[
        open && { text: t('import.page'), icon: 'upload', to: `${path}/import` },
        open && { text: t('station.page'), icon: 'cpu', to: `stations?gathering=${params.id}` },
        open && { text: t('door.page'), icon: 'grid', to: `${path}/screen` },
        { text: t('sheet.print'), icon: 'print', to: `${path}/sheet` },
        { text: t('roll.export'), icon: 'download', run: () => api.download(`${path}/roll`, { format: 'xlsx' }) },
        telling() && !g.early && all.value.some(missed) && { text: t('make-up.assign'), icon: 'reading', run: () => tell() },
        g.mayTake && g.state === 'closed' && { text: t('roll.reopen'), icon: 'unlock', run: reopen },
        open && !g.early && { text: t('roll.close'), icon: 'check', primary: true, run: close },
      ]}>
      <${SyCard} title=${t('gathering.details')}><${SyFacts} items=${facts(g)} /><//>
      <${SyCard} title=${t('roll.list', { count: g.expected })}>
        ${g.early && open && html`<p class="sy-muted">${t('roll.early')}</p>`}
        <div class="attendance-tools sy-no-print">
          <input type="search" class="attendance-search" aria-label=${t('roll.search')} placeholder=${t('roll.search')} value=${q.value} onInput=${(e) => { q.value = e.target.value }} />
          <span class="attendance-chips" role="group" aria-label=${t('roll.filter')}>${['open', ...STATES, ...(count('observer') ? ['observer'] : [])].map(chip)}</span>
          <span class="attendance-saved" role="status">${open && (saving.value || unsaved.value ? t('roll.saving') : t('roll.saved'))}</span>
        </div>
        ${open && html`<p class="attendance-hint sy-muted sy-no-print">${t('roll.keys')}</p>`}
        ${open && html`<p class="sy-row sy-no-print">
          ${!g.early && left.value > 0 && html`<button type="button" class="el-button el-button--primary is-plain" onClick=${rest}>${t('roll.rest', { count: left.value })}</button>`}
          <${SyMenu} label=${t('roll.people-menu')} actions=${[
            { text: t('roll.add-people'), icon: 'plus', run: () => add(false) },
            { text: t('roll.add-observers'), icon: 'view', run: () => add(true) },
            { text: t('roll.refresh'), icon: 'refresh', run: refresh },
            { text: t(g.signOut ? 'roll.sign-out-off' : 'roll.sign-out-on'), icon: 'clock', run: setSignOut },
          ]} /></p>`}
        ${rows.problem.value ? html`<${SyProblem} problem=${rows.problem.value} retry=${rows.reload} />`
          : !rows.data.value ? html`<${SySkeleton} rows=${8} />`
            : shown.value.length ? html`<ol ref=${list} class="attendance-roll">${shown.value.map(line)}</ol>`
              : html`<p class="sy-muted">${t(all.value.length ? 'roll.none-found' : 'roll.nobody')}</p>`}
      <//>
    <//>`
  }
})
