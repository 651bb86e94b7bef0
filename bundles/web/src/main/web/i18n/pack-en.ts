import element from 'element-plus/es/locale/lang/en.mjs'
import texts from './en.json'

export default { texts: texts as Record<string, string>, element }
