import all from 'element-plus/dist/index.css?url'

// The page brings the styles of what the SDK uses. Before them, so that the portal's own still have the last word.
const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: all })
document.head.insertBefore(link, document.head.querySelector('link[rel=stylesheet]'))

export * from 'element-plus'
