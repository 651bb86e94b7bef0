import { ref } from 'vue'
import { defineView, html, SyDialog, SyPage, SyTable } from '@shuyuan/ui'

const pretty = (value) => value === null || value === undefined ? '—' : JSON.stringify(value, null, 2)

export const list = defineView((ctx) => {
  const { t } = ctx
  const open = ref(null)
  const columns = [
    { key: 'at', text: t('audit-list.at'), type: 'datetime' },
    { key: 'who', text: t('audit-list.who') },
    { key: 'actionText', text: t('audit-list.action') },
    { key: 'subject.label', text: t('audit-list.subject') },
    { key: 'unit.name', text: t('audit-list.unit') },
    { key: 'address', text: t('audit-list.address') },
  ]
  return () => html`
    <${SyPage} title=${t('nav.audit')} lead=${t('audit-list.lead')}>
      <${SyTable} id="audit" load="audit" columns=${columns} search=${t('audit-list.search')} export=${true} onRow=${(row) => { open.value = row }}
        rowActions=${(row) => [{ text: t('audit-list.details'), icon: 'view', run: () => { open.value = row } }]}
        filters=${[{ key: 'from', text: t('audit-list.from'), type: 'date' }, { key: 'to', text: t('audit-list.to'), type: 'date' }]}
        empty=${{ title: t('audit-list.empty'), text: t('audit-list.empty.text') }} />
      <${SyDialog} open=${open.value !== null} title=${open.value?.actionText ?? ''} wide=${true} onClose=${() => { open.value = null }}>
        ${open.value && html`
          <p>${open.value.who} · ${open.value.subject.label} · ${open.value.address}</p>
          <h3>${t('audit-list.before')}</h3><pre class="access-json" tabindex="0">${pretty(open.value.before)}</pre>
          <h3>${t('audit-list.after')}</h3><pre class="access-json" tabindex="0">${pretty(open.value.after)}</pre>`}
      <//>
    <//>`
})
