import { confirm, format, html, SyCard, SyProblem, toast, useLoad } from '@shuyuan/ui'

/** By which sources outside an account is entered; nothing is shown where there is none. */
export const links = (ctx, id) => {
  const { t, api } = ctx
  const { data, problem, reload } = useLoad(() => api.get(`accounts/${id}/links`))
  const attempt = async (work) => {
    try { await work(); reload() } catch (failure) { if (!failure.cancelled) toast.error(failure) }
  }
  const remove = async (link) => {
    if (await confirm({ title: t('link.remove'), text: t('link.remove.confirm', { source: link.source, name: link.name }), yes: t('link.remove'), danger: true })) {
      await attempt(() => api.delete(`accounts/${id}/links/${link.id}`))
    }
  }
  const seal = async () => {
    if (await confirm({ title: t('link.seal'), text: t('link.seal.confirm'), yes: t('link.seal'), danger: true })) {
      await attempt(() => api.delete(`accounts/${id}/password`))
    }
  }
  return () => problem.value ? html`<${SyProblem} problem=${problem.value} retry=${reload} />`
    : data.value && data.value.links.length > 0 ? html`
      <${SyCard} title=${t('link.title')} actions=${[data.value.password && { text: t('link.seal'), icon: 'lock', run: seal }]}>
        <p class="sy-muted">${t(data.value.password ? 'link.password' : 'link.no-password')}</p>
        <ul class="access-list">${data.value.links.map((link) => html`
          <li key=${link.id}><span>${link.source} · ${link.name} <span class="sy-muted">${link.subject}</span></span>
            <span class="sy-muted">${t('link.used')} ${format.dateTime(link.usedAt)}</span>
            <button type="button" class="el-button" aria-label=${`${t('link.remove')} ${link.source} ${link.name}`} onClick=${() => remove(link)}>${t('link.remove')}</button></li>`)}
        </ul>
      <//>` : null
}
