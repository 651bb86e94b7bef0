// The field of the event form in which a repetition is chosen in plain words.
import { computed, ref, watch } from 'vue'
import { format, html, SyDatePicker, useContext } from '@shuyuan/ui'
import { nextDay } from './days.js'
import { moment } from './facts.js'
import { anchors, choices, DAYS, dayOf, join, parts, sameRule, split, words } from './rules.js'

const UNITS = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']

/** A rule of the kind that the builder makes: every so many days, weeks on some days, months or years on one day. */
const built = (base, start, t) => {
  const p = parts(base)
  const rest = base.split(';').filter((x) => !/^(FREQ|INTERVAL)=/.test(x)).join(';')
  if (!UNITS.includes(p.FREQ)) return null
  const known = p.FREQ === 'WEEKLY' ? rest === '' || /^BYDAY=(\w\w)(,\w\w)*$/.test(rest)
    : p.FREQ === 'MONTHLY' ? anchors(start, t).some((a) => a.rule === rest) : rest === ''
  return known ? { freq: p.FREQ, n: Number(p.INTERVAL || 1), days: p.BYDAY && p.FREQ === 'WEEKLY' ? p.BYDAY.split(',') : [], anchor: rest } : null
}
const rule = ({ freq, n, days, anchor }, start) => [`FREQ=${freq}`, n > 1 && `INTERVAL=${n}`,
  freq === 'WEEKLY' && `BYDAY=${DAYS.filter((d) => days.includes(d)).join(',') || dayOf(start)}`, freq === 'MONTHLY' && anchor].filter(Boolean).join(';')

/** Props: value (rule or null), set(rule), all (the form's values), id, aria, event (id of the one that is changed). */
export const Repetition = {
  props: ['value', 'set', 'all', 'id', 'aria', 'event'],
  setup(props) {
    const { t, api } = useContext()
    const start = () => (props.all.allDay ? props.all.firstDay : props.all.start) || ''
    const initial = split(props.value, start())
    const options = computed(() => choices(start(), t, format))
    const known = (base) => options.value.some((o) => sameRule(o.rule, base))
    const mode = ref(!initial.base || known(initial.base) ? 'choice' : built(initial.base, start(), t) ? 'build' : 'rule')
    const state = ref({ ...initial })
    const build = ref(built(initial.base, start(), t) || { freq: 'WEEKLY', n: 1, days: [], anchor: '' })
    const ends = ref(initial.count ? 'count' : initial.until ? 'until' : 'never')
    const dates = ref([])
    const lost = ref([])
    const problem = ref('')

    const give = () => {
      const { base, count, until } = state.value
      props.set(join({ base, count: ends.value === 'count' ? count || 10 : null, until: ends.value === 'until' ? until : null }, props.all.allDay))
    }
    const base = (value) => {
      state.value.base = value
      give()
    }
    const rebuild = (change) => {
      build.value = { ...build.value, ...change }
      const known = anchors(start(), t)
      if (!known.some((a) => a.rule === build.value.anchor)) build.value.anchor = known.length ? known[0].rule : ''
      base(rule(build.value, start()))
    }
    const choose = (value) => {
      mode.value = ['build', 'rule'].includes(value) ? value : 'choice'
      if (value === 'build') rebuild(built(state.value.base, start(), t) || { freq: 'WEEKLY', n: 1, days: [dayOf(start())] })
      else if (mode.value === 'choice') base(value)
    }
    // a start on another day makes "every first Monday" mean another day: follow it
    watch(start, (now, before) => {
      if (!state.value.base || !now || now.slice(0, 10) === (before || '').slice(0, 10)) return
      const kind = (text) => text.replace(/-?\d+|MO|TU|WE|TH|FR|SA|SU/g, '')
      if (mode.value === 'choice') {
        const chosen = choices(before, t, format).find((o) => sameRule(o.rule, state.value.base))
        const same = chosen && options.value.find((o) => kind(o.rule) === kind(chosen.rule))
        if (same) base(same.rule)
      } else if (mode.value === 'build') {
        const { days } = build.value
        rebuild({ days: days.length === 1 && days[0] === dayOf(before) ? [dayOf(now)] : days })
      }
    })

    let timer
    let asked = 0
    watch(() => [props.value, start(), props.all.end, props.all.lastDay, props.all.allDay, JSON.stringify([props.all.added, props.all.excluded])], () => {
      clearTimeout(timer)
      const mine = ++asked
      const repeats = props.value || (props.all.added || []).length
      if (!start() || (!repeats && !props.event)) {
        dates.value = []
        lost.value = []
        problem.value = ''
        return
      }
      timer = setTimeout(async () => {
        try {
          const allDay = Boolean(props.all.allDay)
          const end = allDay ? nextDay(props.all.lastDay || start()) : props.all.end || props.all.start
          const answer = await api.post('events/preview', { allDay, start: start(), end, rule: props.value, added: props.all.added || [], excluded: props.all.excluded || [] },
            { query: { event: props.event } })
          if (mine !== asked) return
          dates.value = repeats ? answer.items : []
          lost.value = answer.lost
          problem.value = ''
        } catch (e) {
          if (mine !== asked) return
          dates.value = []
          problem.value = (e.errors && e.errors[0] && e.errors[0].message) || e.title || ''
        }
      }, 300)
    }, { immediate: true })

    const option = (value, text, chosen) => html`<option key=${value} value=${value} selected=${value === chosen}>${text}</option>`
    const builder = () => {
      const b = build.value
      return html`<div class="calendar-build">
        <label><span>${t('rule.every')}</span><input type="number" min="1" max="99" value=${b.n} onInput=${(e) => rebuild({ n: Math.max(1, Math.min(99, Number(e.target.value) || 1)) })} /></label>
        <label><span>${t('rule.unit')}</span><select value=${b.freq} onChange=${(e) => rebuild({ freq: e.target.value })}>
          ${UNITS.map((u) => option(u, t(`unit.${u}`), b.freq))}</select></label>
        ${b.freq === 'WEEKLY' && html`<fieldset class="calendar-days"><legend>${t('rule.on')}</legend>
          ${DAYS.map((d) => html`<label key=${d}><input type="checkbox" checked=${b.days.includes(d)}
            onChange=${(e) => rebuild({ days: e.target.checked ? [...b.days, d] : b.days.filter((x) => x !== d) })} /><span>${t('rule.weekday-short', { day: t(`day.${d}`) })}</span></label>`)}</fieldset>`}
        ${b.freq === 'MONTHLY' && html`<label><span>${t('rule.on')}</span><select value=${b.anchor} onChange=${(e) => rebuild({ anchor: e.target.value })}>
          ${anchors(start(), t).map((a) => option(a.rule, a.text, b.anchor))}</select></label>`}
      </div>`
    }
    return () => {
      const chosen = mode.value !== 'choice' ? mode.value : (options.value.find((o) => sameRule(o.rule, state.value.base)) || {}).rule || ''
      return html`<div class="calendar-rule">
        <select id=${props.id} ...${props.aria} aria-label=${t('rule.label')} value=${chosen} onChange=${(e) => choose(e.target.value)}>
          ${option('', t('rule.none'), chosen)}
          ${options.value.map((o) => option(o.rule, o.text, chosen))}
          ${option('build', t('rule.build'), chosen)}
          ${option('rule', t('rule.custom'), chosen)}
        </select>
        ${mode.value === 'build' && builder()}
        ${mode.value === 'rule' && html`<label><span>${t('rule.custom-label')}</span>
          <input type="text" maxlength="400" spellcheck="false" placeholder="FREQ=MONTHLY;BYDAY=1MO,3MO" value=${state.value.base}
            onInput=${(e) => base(e.target.value.trim().toUpperCase())} />
          <small class="sy-muted">${t('rule.custom-help')}</small></label>`}
        ${state.value.base && html`<div class="calendar-ends">
          <label><span>${t('rule.ends')}</span>
            <select value=${ends.value} onChange=${(e) => { ends.value = e.target.value; if (ends.value === 'count' && !state.value.count) state.value.count = 10; give() }}>
              ${option('never', t('rule.never'), ends.value)}${option('count', t('rule.count'), ends.value)}${option('until', t('rule.until'), ends.value)}
            </select></label>
          ${ends.value === 'count' && html`<label><span>${t('rule.count-label')}</span>
            <input type="number" min="1" max="999" value=${state.value.count || 10}
              onInput=${(e) => { state.value.count = Math.max(1, Math.min(999, Number(e.target.value) || 1)); give() }} /></label>`}
          ${ends.value === 'until' && html`<div class="calendar-until"><span>${t('rule.until-label')}</span>
            <${SyDatePicker} label=${t('rule.until-label')} modelValue=${state.value.until} onUpdate:modelValue=${(v) => { state.value.until = v; give() }} /></div>`}
        </div>`}
        <div aria-live="polite" class="calendar-preview">
          ${mode.value !== 'choice' && props.value && !problem.value ? html`<p class="sy-muted">${words(props.value, start(), t, format)}</p>` : ''}
          ${problem.value ? html`<p class="sy-error">${problem.value}</p>`
            : dates.value.length ? html`<p class="sy-muted">${t('rule.preview')}</p><ul class="calendar-next">
              ${dates.value.map((d) => html`<li key=${d}>${format.date(d)} ${format.weekday(d)}</li>`)}</ul>` : ''}
          ${lost.value.length ? html`<p class="sy-notice">${t('rule.lost', { dates: lost.value.map(moment).join(t('sep.list')) })}</p>` : ''}
        </div>
      </div>`
    }
  },
}

/** A list of single dates (local starts) as a field: those added beside the rule, or those left out. Props: value, set, all, id, aria, add. */
export const Dates = {
  props: ['value', 'set', 'all', 'id', 'aria', 'add', 'label'],
  setup(props) {
    const { t } = useContext()
    const picked = ref('')
    const put = () => {
      if (!picked.value) return
      const time = props.all.allDay ? 'T00:00' : (props.all.start || '').slice(10, 16) || 'T00:00'
      const value = picked.value + time
      if (!(props.value || []).includes(value)) props.set([...(props.value || []), value].sort())
      picked.value = ''
    }
    return () => html`<div class="calendar-rule">
      ${(props.value || []).length > 0 && html`<ul class="calendar-next">${props.value.map((d) => html`<li key=${d}>${moment(d)}
        <button type="button" class="calendar-x" aria-label=${t('date.remove', { date: moment(d) })} onClick=${() => props.set(props.value.filter((x) => x !== d))}>×</button></li>`)}</ul>`}
      ${props.add && html`<div class="calendar-add"><${SyDatePicker} id=${props.id} label=${props.label} modelValue=${picked.value} onUpdate:modelValue=${(v) => (picked.value = v || '')} />
        <button type="button" class="el-button" disabled=${!picked.value} onClick=${put}>${t('date.add')}</button></div>`}
    </div>`
  },
}
