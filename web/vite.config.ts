import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

// Many small chunks cost more than they save: the first view of the survey has to stay within 60 kB of gzipped JavaScript.
const groups = [
  // Without what other pages alone use of it.
  {
    name: 'framework',
    test: /node_modules[\\/](?!.*(app[\\/]forms|svelte-element|bindings[\\/]|custom-element|legacy))(svelte|@sveltejs|devalue|clsx|esm-env)[\\/]|browser-language\.ts$/,
  },
  // Without the pages that are fetched only once the first answer is given, what few surveys need, and what describes an instrument.
  {
    name: 'survey',
    test: /src[\\/]lib[\\/]survey[\\/](?!describe-form)|\[part\][\\/](?!(Agency|Check|Roster|Texts)Step|DeviceChoice|place-words|NumberQuestion|FaultSummary|fault-words)/,
  },
];

/** In browsers, words learn their language from the page (browser-language.ts) rather than from paraglide's own runtime. */
const languageFromPage: Plugin = {
  name: 'language-from-page',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  async resolveId(source, importer, options) {
    if (!/runtime(\.js)?$/.test(source)) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    if (!found?.id.endsWith('/messages/compiled/runtime.js')) return null;
    return fileURLToPath(new URL('src/lib/shell/browser-language.ts', import.meta.url));
  },
};

export default defineConfig({
  plugins: [languageFromPage, sveltekit()],
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } },
  // The content security policy allows fonts from this origin only, not as data.
  build: {
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    // Names of every page's scripts would be in everybody's first view; a page's styles have to be known before it is shown.
    modulePreload: { resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')) },
  },
});
