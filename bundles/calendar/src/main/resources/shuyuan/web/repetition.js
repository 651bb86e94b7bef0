// The field of the event form in which a repetition is chosen in plain words.
import { computed, ref, watch } from 'vue'
import { format, html, useContext } from '@shuyuan/ui'
import { nextDay } from './days.js'
import { choices, join, split } from './rules.js'

/** Props: value (rule or null), set(rule), all (the form's values), id, aria. */
export const Repetition = {
  props: ['value', 'set', 'all', 'id', 'aria'],
  setup(props) {
    const { t, api } = useContext()
    const start = () => (props.all.allDay ? props.all.firstDay : props.all.start) || ''
    const initial = split(props.value)
    const options = computed(() => choices(start(), t, format))
    const known = (base) => options.value.some((o) => o.rule === base)
    const custom = ref(Boolean(initial.base) && !known(initial.base))
    const state = ref({ ...initial })
    const ends = ref(initial.count ? 'count' : initial.until ? 'until' : 'never')
    const dates = ref([])
    const problem = ref('')

    const give = () => {
      const { base, count, until } = state.value
      props.set(join({ base, count: ends.value === 'count' ? count || 10 : null, until: ends.value === 'until' ? until : null },
        props.all.allDay, start()))
    }
    const choose = (value) => {
      custom.value = value === 'custom'
      if (!custom.value) state.value.base = value
      give()
    }
    // a start on another day makes "every first Monday" mean another day: follow it
    watch(start, (now, before) => {
      if (!custom.value && state.value.base) {
        const index = choices(before, t, format).findIndex((o) => o.rule === state.value.base)
        const kind = index >= 0 && choices(before, t, format)[index].rule.replace(/\d+|MO|TU|WE|TH|FR|SA|SU/g, '')
        const same = options.value.find((o) => o.rule.replace(/\d+|MO|TU|WE|TH|FR|SA|SU/g, '') === kind)
        state.value.base = same ? same.rule : state.value.base
        give()
      }
    })

    let timer
    let asked = 0
    watch(() => [props.value, start(), props.all.end, props.all.lastDay, props.all.allDay], () => {
      clearTimeout(timer)
      dates.value = []
      problem.value = ''
      if (!props.value || !start()) return
      timer = setTimeout(async () => {
        const mine = ++asked
        try {
          const allDay = Boolean(props.all.allDay)
          const end = allDay ? nextDay(start()) : props.all.end || props.all.start
          const answer = await api.post('events/preview', { allDay, start: start(), end, rule: props.value })
          if (mine === asked) dates.value = answer.items
        } catch (e) {
          if (mine === asked) problem.value = (e.errors && e.errors[0] && e.errors[0].message) || e.title || ''
        }
      }, 300)
    }, { immediate: true })

    const option = (value, text, chosen) => html`<option key=${value} value=${value} selected=${value === chosen}>${text}</option>`
    return () => {
      const base = custom.value ? 'custom' : state.value.base
      return html`<div class="calendar-rule">
        <select id=${props.id} ...${props.aria} aria-label=${t('rule.label')} value=${base} onChange=${(e) => choose(e.target.value)}>
          ${option('', t('rule.none'), base)}
          ${options.value.map((o) => option(o.rule, o.text, base))}
          ${!custom.value && base && !known(base) ? option(base, base, base) : ''}
          ${option('custom', t('rule.custom'), base)}
        </select>
        ${custom.value && html`<label><span>${t('rule.custom-label')}</span>
          <input type="text" maxlength="400" spellcheck="false" placeholder="FREQ=MONTHLY;BYDAY=1MO,3MO" value=${state.value.base}
            onInput=${(e) => { state.value.base = e.target.value.trim().toUpperCase(); give() }} />
          <small class="sy-muted">${t('rule.custom-help')}</small></label>`}
        ${base && html`<div class="calendar-ends">
          <label><span>${t('rule.ends')}</span>
            <select value=${ends.value} onChange=${(e) => { ends.value = e.target.value; if (ends.value === 'count' && !state.value.count) state.value.count = 10; give() }}>
              ${option('never', t('rule.never'), ends.value)}${option('count', t('rule.count'), ends.value)}${option('until', t('rule.until'), ends.value)}
            </select></label>
          ${ends.value === 'count' && html`<label><span>${t('rule.count-label')}</span>
            <input type="number" min="1" max="999" value=${state.value.count || 10}
              onInput=${(e) => { state.value.count = Math.max(1, Math.min(999, Number(e.target.value) || 1)); give() }} /></label>`}
          ${ends.value === 'until' && html`<label><span>${t('rule.until-label')}</span>
            <input type="date" value=${state.value.until || ''} onInput=${(e) => { state.value.until = e.target.value; give() }} /></label>`}
        </div>`}
        ${base && html`<div aria-live="polite">
          ${problem.value ? html`<p role="alert">${problem.value}</p>`
            : dates.value.length ? html`<p class="sy-muted">${t('rule.preview')}</p><ul class="calendar-next">
              ${dates.value.map((d) => html`<li key=${d}>${format.date(d)} ${format.weekday(d)}</li>`)}</ul>` : ''}
        </div>`}
      </div>`
    }
  },
}
