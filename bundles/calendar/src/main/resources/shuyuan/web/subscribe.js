// One's own calendar in a phone or a mail client: an address for each device, shown once.
import { ref } from 'vue'
import { confirm, defineView, html, SyButton, SyCard, SyForm, SyPage, SyTable, toast } from '@shuyuan/ui'

/** Over plain HTTP browsers keep the clipboard to themselves, but copy what is selected. */
const copy = (input) => {
  input.select()
  return document.execCommand('copy')
}

export const own = defineView((ctx) => {
  const { t, api } = ctx
  const made = ref(null)
  const table = ref(null)
  const address = ref(null)
  const end = async (one) => {
    if (!(await confirm({ title: t('subscription.end'), text: t('subscription.end.ask', { name: one.name }), yes: t('subscription.end'), danger: true }))) return
    try {
      await api.delete(`subscriptions/${one.id}`)
      if (made.value && made.value.id === one.id) made.value = null
      table.value.reload()
    } catch (problem) {
      toast.error(problem)
    }
  }
  const columns = [
    { key: 'name', text: t('subscription.name') },
    { key: 'createdAt', text: t('subscription.created'), type: 'datetime' },
    { key: 'readAt', text: t('subscription.read'), type: 'datetime' },
  ]
  return () => html`
    <${SyPage} title=${t('subscription.page')} lead=${t('subscription.lead')} back=${{ text: t('event.back'), to: '' }}>
      ${made.value ? html`<${SyCard} title=${t('subscription.made', { name: made.value.name })}>
        <p role="status">${t('subscription.once')}</p>
        <div class="calendar-address">
          <img src=${`data:image/svg+xml,${encodeURIComponent(made.value.qr)}`} alt=${t('subscription.qr')} width="200" height="200" />
          <div>
            <label class="sy-muted" for="calendar-address">${t('subscription.address')}</label>
            <input id="calendar-address" ref=${address} readonly value=${made.value.address} onFocus=${(e) => e.target.select()} />
            <div class="sy-row">
              <${SyButton} action=${{ text: t('subscription.copy'), run: () => copy(address.value) && toast.success(t('subscription.copied')) }} />
              <${SyButton} action=${{ text: t('subscription.kept'), primary: true, run: () => { made.value = null } }} />
            </div>
          </div>
        </div>
      <//>` : html`<${SyCard} title=${t('subscription.new')}>
        <${SyForm} id="subscription" draft=${false} value=${{ name: '' }} submitText=${t('subscription.make')} inDialog=${true}
          fields=${[{ key: 'name', text: t('subscription.name'), required: true, max: 50, help: t('subscription.name-help') }]}
          submit=${({ name }) => api.post('subscriptions', { name, origin: location.origin })}
          done=${(answer) => { made.value = answer; table.value.reload() }} />
      <//>`}
      <${SyTable} ref=${table} id="calendar-subscriptions" load="subscriptions" columns=${columns}
        rowActions=${(one) => [{ text: t('subscription.end'), danger: true, run: () => end(one) }]}
        empty=${{ title: t('subscription.none'), text: t('subscription.none-do') }} />
    <//>`
})
