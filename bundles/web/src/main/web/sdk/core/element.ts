import { defineAsyncComponent } from 'vue'

// Each component by its own file: the shared chunk then holds what shell and SDK use, and the rest waits for a module that asks.
export { ElButton } from 'element-plus/es/components/button/index.mjs'
export { ElCheckbox, ElCheckboxGroup } from 'element-plus/es/components/checkbox/index.mjs'
export { ElConfigProvider } from 'element-plus/es/components/config-provider/index.mjs'
export { ElDialog } from 'element-plus/es/components/dialog/index.mjs'
export { ElDropdown, ElDropdownItem, ElDropdownMenu } from 'element-plus/es/components/dropdown/index.mjs'
export { ElInput } from 'element-plus/es/components/input/index.mjs'
export { ElMessage } from 'element-plus/es/components/message/index.mjs'
export { ElPopover } from 'element-plus/es/components/popover/index.mjs'
export { ElRadio, ElRadioGroup } from 'element-plus/es/components/radio/index.mjs'
export { ElOption, ElSelect } from 'element-plus/es/components/select/index.mjs'
export { ElSwitch } from 'element-plus/es/components/switch/index.mjs'
export { ElTabPane, ElTabs } from 'element-plus/es/components/tabs/index.mjs'

// A quarter of the library that no page needs to stand: it comes when the first of it is drawn, or with the first click on the page.
const fields = () => import('./element-fields')
export const ElDatePicker = defineAsyncComponent(async () => (await fields()).ElDatePicker)
export const ElInputNumber = defineAsyncComponent(async () => (await fields()).ElInputNumber)
export const ElTimePicker = defineAsyncComponent(async () => (await fields()).ElTimePicker)
export const ElTree = defineAsyncComponent(async () => (await fields()).ElTree)
export const ElTreeSelect = defineAsyncComponent(async () => (await fields()).ElTreeSelect)
/** So that a form that is opened later has all of its parts at once. */
export const fetchFields = (): void => void fields().catch(() => undefined)
