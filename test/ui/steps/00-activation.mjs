import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const BUNDLES = ['engine', 'aws'];
const MOST_BYTES = 2_000_000;

/** A Dockerfile is linted, and nothing else is loaded before somebody asks for it. */
export default {
  prepare: ({ profile, home, vsix }) => {
    assert.ok(fs.statSync(vsix).size < MOST_BYTES, `${vsix} is too large`);
    const loaded = path.join(home, 'loaded.txt');
    const extensions = path.join(profile, 'extensions');
    const [own] = fs.readdirSync(extensions).filter((name) => name.startsWith('sagemaker-containers.'));
    // Each says when it is loaded.
    for (const name of BUNDLES) {
      const file = path.join(extensions, own, 'dist', `${name}.js`);
      if (!fs.existsSync(file)) throw new Error(`no ${file}`);
      const tell = `typeof require === 'function' && require('node:fs').appendFileSync(${JSON.stringify(loaded)}, '${name}\\n');`;
      fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^("use strict";)?/, `$1${tell}`));
    }
    return { loaded: () => (fs.existsSync(loaded) ? fs.readFileSync(loaded, 'utf8').trim().split('\n') : []) };
  },
  steps: {
    'nothing but the linter': async (ui) => {
      await ui.open('Dockerfile');
      await ui.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
      await ui.lens('Build').waitFor();
      assert.deepEqual(ui.loaded(), []);
    },
    'the engine when it is needed': async (ui) => {
      await ui.sideBar();
      // With or without a Docker Engine.
      await ui.row(/No jobs yet|Docker can’t be used/).waitFor();
      assert.deepEqual(ui.loaded(), ['engine']);
    },
  },
};
