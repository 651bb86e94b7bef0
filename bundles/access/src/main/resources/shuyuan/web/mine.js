import { ref } from 'vue'
import { confirm, defineView, format, formDialog, html, SyCard, SyDialog, SyEmpty, SyPage, SyProblem, SyStatus, toast, useLoad } from '@shuyuan/ui'

const own = { unit: false }

export const show = defineView((ctx) => {
  const { t, api } = ctx
  const secret = ref(null)
  const sessions = useLoad(() => api.get('sessions', {}, own))
  const tokens = useLoad(() => api.get('tokens', {}, own))
  const attempt = async (work) => {
    try { await work() } catch (failure) { toast.error(failure) }
  }
  const end = (session) => attempt(async () => { await api.delete(`sessions/${session.id}`, own); toast.success(t('mine.ended')); sessions.reload() })
  const make = async () => {
    const made = await formDialog({
      title: t('mine.token.new'), id: 'token', submitText: t('mine.token.new'),
      fields: [
        { key: 'name', text: t('mine.token.name'), required: true, max: 100 },
        { key: 'expires', text: t('mine.token.expires'), type: 'date' },
      ],
      submit: (values) => api.post('tokens', { name: values.name, expires: values.expires ? `${values.expires}T23:59:59Z` : null }, own),
    })
    if (made) {
      secret.value = made.secret
      tokens.reload()
    }
  }
  const remove = async (token) => {
    if (await confirm({ title: t('mine.token.remove'), text: t('mine.token.remove.confirm', { name: token.name }), yes: t('mine.token.remove'), danger: true })) {
      await attempt(async () => { await api.delete(`tokens/${token.id}`, own); tokens.reload() })
    }
  }
  return () => html`
    <${SyPage} title=${t('mine.title')}>
      <${SyCard} title=${t('mine.sessions')}>
        <p class="sy-muted">${t('mine.sessions.lead')}</p>
        ${sessions.problem.value && html`<${SyProblem} problem=${sessions.problem.value} retry=${sessions.reload} />`}
        <ul class="access-list">${(sessions.data.value?.items ?? []).map((one) => html`
          <li key=${one.id}><span>${one.agent} <span class="sy-muted">${one.address} · ${t('mine.seen')} ${format.dateTime(one.lastSeenAt)}</span></span>
            ${one.current ? html`<${SyStatus} kind="success" text=${t('mine.current')} />`
              : html`<button type="button" class="el-button" aria-label=${`${t('mine.end')} ${one.address} ${format.dateTime(one.createdAt)}`} onClick=${() => end(one)}>${t('mine.end')}</button>`}</li>`)}
        </ul>
      <//>
      <${SyCard} title=${t('mine.tokens')} actions=${[{ text: t('mine.token.new'), icon: 'plus', run: make }]}>
        <p class="sy-muted">${t('mine.tokens.lead')}</p>
        ${tokens.problem.value && html`<${SyProblem} problem=${tokens.problem.value} retry=${tokens.reload} />`}
        ${tokens.data.value?.items.length === 0 && html`<${SyEmpty} title=${t('mine.token.none')} />`}
        <ul class="access-list">${(tokens.data.value?.items ?? []).map((one) => html`
          <li key=${one.id}><span>${one.name} <span class="sy-muted">${t('mine.token.expires')} ${format.date(one.expires)} · ${t('mine.token.last-used')} ${one.lastUsedAt ? format.dateTime(one.lastUsedAt) : t('mine.token.never')}</span></span>
            <button type="button" class="el-button" aria-label=${`${t('mine.token.remove')} ${one.name}`} onClick=${() => remove(one)}>${t('mine.token.remove')}</button></li>`)}
        </ul>
      <//>
      <${SyDialog} open=${secret.value !== null} title=${t('mine.token.new')} onClose=${() => { secret.value = null }}>
        <p>${t('mine.token.once')}</p><p class="access-secret" tabindex="0">${secret.value}</p>
      <//>
    <//>`
})
