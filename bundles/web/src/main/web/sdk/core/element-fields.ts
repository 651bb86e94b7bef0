// The larger parts of forms, one file that comes after the page's first; see element.ts.
export { ElDatePicker } from 'element-plus/es/components/date-picker/index.mjs'
export { ElInputNumber } from 'element-plus/es/components/input-number/index.mjs'
export { ElTimePicker } from 'element-plus/es/components/time-picker/index.mjs'
export { ElTree } from 'element-plus/es/components/tree/index.mjs'
export { ElTreeSelect } from 'element-plus/es/components/tree-select/index.mjs'
