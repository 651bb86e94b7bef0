import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { thirdParty } from './build/third-party.mjs'

const web = resolve(import.meta.dirname, 'src/main/web')

// One build for shell, SDK and shared libraries, so that nothing is loaded twice; `vue` comes from the import map.
export default defineConfig({
  root: web,
  base: '/assets/',
  plugins: [vue(), thirdParty()],
  resolve: { dedupe: ['vue'] },
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, 'target/web-build'),
    emptyOutDir: true,
    target: 'chrome109',
    cssCodeSplit: true,
    manifest: 'manifest.json',
    modulePreload: false,
    reportCompressedSize: false,
    // Element Plus is one shared file by intention; finish.mjs says what the first page really costs
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 2048,
    rollupOptions: {
      input: {
        shell: resolve(web, 'shell/main.ts'),
        ui: resolve(web, 'sdk/index.ts'),
        'element-plus': resolve(web, 'lib/element-plus.ts'),
        fullcalendar: resolve(web, 'lib/fullcalendar.ts'),
        'live-worker': resolve(web, 'lib/live-worker.ts'),
      },
      external: ['vue'],
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
        hoistTransitiveImports: true,
        // What every page needs is one file: a cold start on an office's network is bound by the number of requests.
        manualChunks: (id) => (/node_modules\/dayjs\/dayjs\.|src\/main\/web\/sdk\/(core|components)\/(?!element-fields)/.test(id.replaceAll('\\', '/')) ? 'sdk' : undefined),
      },
    },
  },
  test: {
    root: import.meta.dirname,
    include: ['src/test/web/**/*.test.ts'],
    environment: 'happy-dom',
    server: { deps: { inline: ['element-plus'] } },
    // modules' plain pages are tested with the SDK's sources; Vue must be the one that those have
    alias: { '@shuyuan/ui': resolve(web, 'sdk/index.ts') },
  },
})
