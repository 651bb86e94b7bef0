import dayjs from 'dayjs'
import { useLanguage } from '../sdk/core/i18n'
import { storedLanguage } from '../sdk/core/session'
import { rooted } from '../sdk/core/view'
import App from './App.vue'
import { startMending } from '../sdk/core/mend'
import { start } from './state'
import '../styles/main.css'

// Weeks start on Monday in every language here.
const locales = (dayjs as unknown as { Ls: Record<string, { weekStart?: number }> }).Ls
if (locales.en) locales.en.weekStart = 1

await useLanguage(storedLanguage())
startMending()
rooted(App, {}).mount('#app')
void start()
