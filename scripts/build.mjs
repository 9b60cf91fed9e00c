// Bundles the extension, the language server and the command line tool into dist/.
//   node scripts/build.mjs          minified, for the package
//   node scripts/build.mjs --dev    with source maps, for people
//   node scripts/build.mjs --into <folder> cli.js engine.js    only these, elsewhere
// Only the client bundles may see `vscode`: a server that imports it does not build.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);

// `module` first: jsonc-parser's CommonJS form asks for its parts by names that only exist when the program runs.
const node = { platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };

/** Loaded on first use only: neither `lint` nor an editor waits for what it does not need. */
const APART = {
  'engine/src/main': './engine.js',
  'engine/src/aws/main': './aws.js',
  'host/node-server': './language-client.js',
};

const bundlesApart = {
  name: 'bundles-apart',
  setup(bundler) {
    bundler.onResolve(
      { filter: /\/(engine\/src\/(aws\/)?main|host\/node-server)$/ },
      ({ path: wanted, kind, importer }) => {
        const [, bundle] = Object.entries(APART).find(([entry]) => wanted.endsWith(entry));
        return kind === 'dynamic-import'
          ? { path: bundle, external: true }
          : { errors: [{ text: `${importer} must import ${wanted} by import(), when it is needed` }] };
      },
    );
  },
};

/**
 * Parts of dockerode that are not used: ssh (the system's own is), with native code that can't be bundled, and its
 * BuildKit session, which reads files that a bundle does not have.
 */
const withoutSsh = {
  name: 'without-ssh',
  setup(bundler) {
    bundler.onResolve({ filter: /^(ssh2|cpu-features|@grpc\/grpc-js|@grpc\/proto-loader)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'unused',
    }));
    bundler.onResolve({ filter: /^protobufjs$/ }, ({ path: name, importer }) =>
      importer.includes('dockerode') ? { path: name, namespace: 'unused' } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** What the AWS bundle takes from the engine's, which is loaded before it. */
const sharedWithEngine = {
  name: 'shared-with-engine',
  setup(bundler) {
    bundler.onResolve({ filter: /\/shared-with-aws$/ }, () => ({ path: './engine.js', external: true }));
  },
};

/** What is built: output, entry, options. */
const BUNDLES = [
  {
    out: 'client.js',
    entry: 'client/src/extension.ts',
    // `require` and not `import()`: only what is required finds `vscode` in every host.
    options: { ...node, external: ['vscode'], plugins: [bundlesApart], supported: { 'dynamic-import': false } },
  },
  {
    out: 'language-client.js',
    entry: 'client/src/host/node-server.ts',
    options: { ...node, external: ['vscode'] },
  },
  { out: 'server.js', entry: 'server/src/main.ts', options: node },
  {
    out: 'metrics.js',
    entry: 'client/src/metrics/page/main.ts',
    options: { platform: 'browser', format: 'iife', target: 'es2022' },
  },
  {
    out: 'cli.js',
    entry: 'cli/src/main.ts',
    options: { ...node, banner: { js: '#!/usr/bin/env node' }, plugins: [bundlesApart] },
  },
  { out: 'engine.js', entry: 'engine/src/main.ts', options: { ...node, plugins: [withoutSsh] } },
  { out: 'aws.js', entry: 'engine/src/aws/main.ts', options: { ...node, plugins: [withoutSsh, sharedWithEngine] } },
  {
    out: 'client.browser.js',
    entry: 'client/src/extension.browser.ts',
    options: { platform: 'browser', format: 'cjs', target: 'es2022', external: ['vscode'] },
  },
  {
    out: 'server.browser.js',
    entry: 'server/src/main.browser.ts',
    options: { platform: 'browser', format: 'iife', target: 'es2022' },
  },
];

/** Builds every bundle, or those named; resolves to their file names and sizes. */
export async function buildAll({ dev = false, outdir = inRoot('dist'), only = [] } = {}) {
  return Promise.all(
    BUNDLES.filter(({ out }) => only.length === 0 || only.includes(out)).map(async ({ out, entry, options }) => {
      const outfile = path.join(outdir, out);
      await build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile,
        bundle: true,
        charset: 'utf8',
        logLevel: 'warning',
        legalComments: 'none',
        minify: !dev,
        sourcemap: dev,
        define: { 'process.env.NODE_ENV': dev ? '"development"' : '"production"' },
        ...options,
      });
      if (options.banner) fs.chmodSync(outfile, 0o755);
      return { out, bytes: fs.statSync(outfile).size };
    }),
  );
}

/** A file of another build (a source map, a bundle that is no longer made) would be shipped too. */
function sweep(folder, kept) {
  for (const name of fs.readdirSync(folder)) {
    if (!kept.has(name)) fs.rmSync(path.join(folder, name), { recursive: true });
  }
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values, positionals: only } = parseArgs({
    options: { dev: { type: 'boolean', default: false }, into: { type: 'string', default: inRoot('dist') } },
    allowPositionals: true,
  });
  const { dev, into } = values;
  const started = performance.now();
  try {
    const built = await buildAll({ dev, outdir: path.resolve(into), only });
    if (only.length === 0) sweep(into, new Set(built.flatMap(({ out }) => (dev ? [out, `${out}.map`] : [out]))));
    for (const { out, bytes } of built) console.log(`${path.basename(into)}/${out}  ${Math.round(bytes / 1024)} kB`);
    console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s${dev ? ' (development)' : ''}.`);
  } catch (error) {
    // esbuild has printed what is wrong.
    if (!Array.isArray(error?.errors)) console.error(error);
    process.exitCode = 1;
  }
}
