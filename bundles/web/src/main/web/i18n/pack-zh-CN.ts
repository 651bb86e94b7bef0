import element from 'element-plus/es/locale/lang/zh-cn.mjs'
import texts from './zh-CN.json'

export default { texts: texts as Record<string, string>, element }
