// Whose calendar is looked at: the unit's, one's own, an audience group's, somebody's. In the address as `whose`.
import { ref, watch } from 'vue'
import { formDialog, useLoad } from '@shuyuan/ui'

export const useWhose = (ctx) => {
  const { t, api, can, query, setQuery } = ctx
  const groups = useLoad(async () => (can('directory.read') ? api.get('/api/directory/groups') : { items: [] }))
  const person = ref(null)
  watch(() => query.whose, async (whose = '') => {
    const id = whose.startsWith('person:') ? whose.slice(7) : ''
    if (!id) person.value = null
    else if (!person.value || person.value.id !== id) {
      person.value = { id, name: '…' }
      // whoever may not read the person sees the calendar's own refusal
      const found = await api.get(`/api/directory/people/${id}`).catch(() => null)
      if (person.value && person.value.id === id) person.value = { id, name: found ? found.name : '?' }
    }
  }, { immediate: true })
  const choose = async () => {
    const chosen = await formDialog({
      title: t('filter.of-person-page'), id: 'whose', draft: false, value: {}, submitText: t('filter.show'),
      fields: [{ key: 'person', text: t('filter.of-whom'), type: 'person', required: true }], submit: (values) => values,
    })
    if (chosen) setQuery({ whose: `person:${chosen.person}` })
  }
  return {
    /** Beside the unit's own. */
    options: () => [
      { value: 'mine', text: t('filter.mine') },
      ...((groups.data.value && groups.data.value.items) || []).filter((g) => g.open).map((g) => ({ value: `group:${g.id}`, text: t('filter.group', { name: g.text }) })),
      ...(person.value ? [{ value: `person:${person.value.id}`, text: t('filter.person', { name: person.value.name }) }] : []),
    ],
    action: () => can('calendar.write') && { text: t('filter.of-person'), icon: 'user', run: choose },
  }
}
