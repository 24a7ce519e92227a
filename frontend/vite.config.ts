import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.SPARK_TRAINER_URL ?? 'http://127.0.0.1:5000';

/** The server takes requests of its own origin alone, so the proxy speaks in its name. */
const proxied = {
  target: server,
  changeOrigin: true,
  headers: { origin: server },
};

export default defineConfig({
  // Relative: the same build works under any path prefix; the server sets <base>.
  base: './',
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: {
    outDir: '../src/spark_trainer/server/page',
    emptyOutDir: true,
    target: 'es2022',
    // light-dark() as it is written.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A file that is written into the page as text would need a looser policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': proxied, '/login': proxied, '/healthz': proxied, '/openapi.json': proxied },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'] },
});
