// Entry point named by extensionTestsPath: runs the suite inside the extension host, whoever started that host.
import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

interface Row {
  readonly title: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly error?: string;
}

/** Resolves when all tests have passed. The tally on disk is what the runner believes: a host that dies reports success. */
export async function run(): Promise<void> {
  // A prefix on each line tells the suite's words from the host's own log.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(`[test] ${line}`);
  };
  const grep = process.env['MOCHA_GREP'];
  const options = grep === undefined ? {} : { grep };
  const mocha = new Mocha({ ui: 'tdd', timeout: 30_000, color: false, reporter: 'spec', ...options });
  const suite = path.join(__dirname, 'suite');
  const files = fs.readdirSync(suite).filter((name) => name.endsWith('.test.js'));
  for (const name of files.sort()) mocha.addFile(path.join(suite, name));

  const rows: Row[] = [];
  let pending = 0;
  const failed = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => rows.push({ title: test.fullTitle(), ok: true, ms: test.duration ?? 0 }))
      .on('pending', () => pending++)
      .on('fail', (test, error: Error) => {
        rows.push({ title: test.fullTitle(), ok: false, ms: test.duration ?? 0, error: error.stack ?? error.message });
      });
  });
  const out = process.env['VSCODE_TEST_RESULTS'];
  const passed = rows.filter(({ ok }) => ok).length;
  if (out) fs.writeFileSync(out, JSON.stringify({ passed, failed, pending, rows }, null, 1));
  if (failed > 0) throw new Error(`${failed} test(s) failed`);
}
