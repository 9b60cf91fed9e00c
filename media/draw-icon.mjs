// Draws icon.png (what the marketplace wants) from icon.svg, with the browser of the host tests.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBrowser } from '../test/host/host.mjs';

const media = path.dirname(fileURLToPath(import.meta.url));
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'icon-'));
const { context, page } = await startBrowser(profile);
try {
  await page.setViewportSize({ width: 256, height: 256 });
  await page.setContent(
    `<style>body{margin:0;background:none}</style>${fs.readFileSync(path.join(media, 'icon.svg'), 'utf8')}`,
  );
  await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true });
} finally {
  await context.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
