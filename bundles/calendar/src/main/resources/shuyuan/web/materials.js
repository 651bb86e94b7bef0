// What is read and shown at an event.
import { ref } from 'vue'
import { confirm, format, formDialog, html, onChanged, SyCard, SyFileDrop, SyProblem, SySkeleton, toast, useContext, useLoad } from '@shuyuan/ui'
import { moment } from './facts.js'

const LARGEST = 50 * 1024 * 1024
const TYPES = '.pdf,.jpg,.jpeg,.png,.docx,.xlsx,.pptx,.doc,.xls,.ppt'

export const Materials = {
  // `date` is the one of a series by which the page was opened
  props: ['event', 'date'],
  setup(props) {
    const ctx = useContext()
    const { t, api } = ctx
    const list = useLoad(() => api.get(`events/${props.event.id}/materials`, props.date ? { recurrence: props.date.recurrence } : {}))
    onChanged(ctx, ['material'], list.reload)
    const share = ref(null)
    const only = ref(true)
    const recurrence = () => (props.date && only.value ? props.date.recurrence : undefined)
    const failed = (problem) => { if (!problem.cancelled) toast.error(problem) }
    const send = async (file) => {
      share.value = 0
      try {
        await api.upload(`events/${props.event.id}/materials`, file, { query: { recurrence: recurrence() }, onProgress: (part) => (share.value = part) })
        toast.success(t('material.added'))
      } catch (problem) {
        failed(problem)
      }
      share.value = null
      await list.reload()
    }
    const link = async () => {
      const done = await formDialog({ title: t('material.add-address'), id: `material-address-${props.event.id}-${recurrence() || ''}`, submitText: t('material.add-address'), value: { title: '', address: '' },
        fields: [{ key: 'title', text: t('material.title'), required: true, max: 200 }, { key: 'address', text: t('material.address'), required: true, max: 500, help: t('problem.material-address.do') }],
        submit: (v) => api.post(`events/${props.event.id}/materials/addresses`, { ...v, recurrence: recurrence() || null }) })
      if (!done) return
      toast.success(t('material.added'))
      await list.reload()
    }
    const remove = async (one) => {
      if (!(await confirm({ title: t('material.remove-ask', { title: one.title }), text: t('material.remove-text'), yes: t('material.remove'), danger: true }))) return
      try {
        await api.delete(`events/${props.event.id}/materials/${one.id}`)
        toast.success(t('material.removed'))
      } catch (problem) {
        failed(problem)
      }
      await list.reload()
    }
    const name = (one) => (one.address ? html`<a href=${one.address} target="_blank" rel="noopener noreferrer">${one.title}</a>`
      : html`<button type="button" class="calendar-file" onClick=${() => api.download(`events/${props.event.id}/materials/${one.id}/file`).catch(failed)}>${one.title}</button><span class="sy-muted">${format.bytes(one.size)}</span>`)
    const line = (one) => html`<li key=${one.id}>
      <span class="calendar-date">${name(one)}<span class="sy-muted">${[one.recurrence && t('material.of-date', { date: moment(one.recurrence) }), t('material.added-by', { who: one.addedBy, when: format.dateTime(one.addedAt) })].filter(Boolean).join(' · ')}</span></span>
      ${one.mayRemove && html`<span class="calendar-acts"><button type="button" class="el-button el-button--small sy-no-print" aria-label=${`${t('material.remove')}: ${one.title}`} onClick=${() => remove(one)}>${t('material.remove')}</button></span>`}
    </li>`
    const add = (all) => html`<div class="calendar-add sy-no-print">
      ${props.date && all && html`<fieldset class="sy-row"><legend class="sy-muted">${t('material.for')}</legend>
        ${[true, false].map((one) => html`<label key=${String(one)}><input type="radio" name="material-for" checked=${only.value === one} onChange=${() => (only.value = one)} /> ${one ? t('material.for-one', { date: moment(props.date.start) }) : t('material.for-all')}</label>`)}</fieldset>`}
      <${SyFileDrop} accept=${TYPES} maxBytes=${LARGEST} text=${t('material.file-help')} label=${t('material.add')} share=${share.value} disabled=${share.value !== null} onFile=${send} />
      <p><button type="button" class="el-button" onClick=${link}>${t('material.add-address')}</button></p>
    </div>`
    return () => {
      const data = list.data.value
      if (list.problem.value) return html`<${SyCard} title=${t('material.list')}><${SyProblem} problem=${list.problem.value} retry=${list.reload} /><//>`
      if (!data) return html`<${SyCard} title=${t('material.list')}><${SySkeleton} rows=${2} /><//>`
      // of a date: what is for it and for every one
      const shown = props.date ? data.items.filter((one) => !one.recurrence || one.recurrence.slice(0, 16) === props.date.recurrence.slice(0, 16)) : data.items
      if (!shown.length && !data.mayAdd) return null
      return html`<${SyCard} title=${t('material.list')}>
        ${shown.length ? html`<ul class="calendar-dates">${shown.map(line)}</ul>` : html`<p class="sy-muted">${t('material.none')} ${t('material.none-do')}</p>`}
        ${data.mayAdd && add(data.mayAddToAll)}
      <//>`
    }
  },
}
