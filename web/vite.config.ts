import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// Many small chunks cost more than they save: the first view of the survey has to stay within 60 kB of gzipped JavaScript.
const groups = [
  {
    name: 'framework',
    test: /node_modules[\\/](svelte|@sveltejs|devalue|clsx|esm-env)[\\/]|compiled[\\/]runtime\.js$/,
  },
  // Without the pages of the survey that are fetched only once the first answer is given.
  { name: 'survey', test: /src[\\/]lib[\\/]survey[\\/]|\[part\][\\/](?!(Agency|Check|Roster|Texts)Step)/ },
];

export default defineConfig({
  plugins: [sveltekit()],
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } },
  // The content security policy allows fonts from this origin only, not as data.
  build: { assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined) },
});
