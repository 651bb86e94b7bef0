import dayGrid from 'fullcalendar/daygrid'
import interaction from 'fullcalendar/interaction'
import list from 'fullcalendar/list'
import classic from 'fullcalendar/themes/classic'
import timeGrid from 'fullcalendar/timegrid'
import zhCn from 'fullcalendar/locales/zh-cn'
import zhTw from 'fullcalendar/locales/zh-tw'
import enGb from 'fullcalendar/locales/en-gb'

export const plugins = [dayGrid, timeGrid, list, interaction, classic]
export const locales = { 'zh-CN': zhCn, 'zh-TW': zhTw, en: enGb }
