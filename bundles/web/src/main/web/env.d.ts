declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<{}, {}, any>
  export default component
}
declare module 'element-plus/es/locale/lang/*.mjs' {
  const locale: unknown
  export default locale
}
declare module '*.css'
declare module '*?url' {
  const text: string
  export default text
}
