import { html } from '@shuyuan/ui'

/** Where a version came from, as people say it. */
export const origin = (t, row) => (row.platform ? t('origin.platform') : row.origin ? t(`origin.${row.origin.split(':')[0]}`) : t('origin.catalogue'))

/** What people call a module, with the name that files and commands know it by. */
export const named = (name, id) => (name === id ? id : `${name} (${id})`)

/** What stands behind a problem, one click away. */
export const chain = (t, texts) => texts.length > 0 && html`<details class="sy-muted"><summary>${t('plan.details')}</summary>
  ${texts.map((text) => html`<pre style=${{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>${text}</pre>`)}</details>`

/** Each on its own line: what people read of permissions and scripts has commas of its own. */
export const lines = (texts) => html`<div>${texts.map((text) => html`<div>${text}</div>`)}</div>`
