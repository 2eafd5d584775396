import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  // The content security policy allows fonts from this origin only, not as data.
  build: { assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined) },
});
