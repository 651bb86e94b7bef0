import { ref } from 'vue'

const narrow = matchMedia('(max-width: 640px)')
/** Whether the page has a phone's width: lists become cards, second-rank actions and filters fold. */
export const phone = ref(narrow.matches)
narrow.addEventListener('change', (event) => (phone.value = event.matches))
