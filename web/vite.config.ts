import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// Many small chunks cost more than they save: the first view of the survey has to stay within 60 kB of gzipped JavaScript.
const groups = [
  {
    name: 'framework',
    test: /node_modules[\\/](svelte|@sveltejs|devalue|clsx|esm-env)[\\/]|compiled[\\/]runtime\.js$/,
  },
  // Without the pages that are fetched only once the first answer is given, and without what describes an instrument (zod).
  {
    name: 'survey',
    test: /src[\\/]lib[\\/]survey[\\/](?!describe-form)|\[part\][\\/](?!(Agency|Check|Roster|Texts)Step)/,
  },
];

export default defineConfig({
  plugins: [sveltekit()],
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } },
  // The content security policy allows fonts from this origin only, not as data.
  build: {
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    // Names of every page's scripts would be in everybody's first view; a page's styles have to be known before it is shown.
    modulePreload: { resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')) },
  },
});
