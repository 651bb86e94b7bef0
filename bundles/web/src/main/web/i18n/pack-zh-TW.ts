import element from 'element-plus/es/locale/lang/zh-tw.mjs'
import texts from './zh-TW.json'

export default { texts: texts as Record<string, string>, element }
