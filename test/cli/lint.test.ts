import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILD_TIMEOUT_MS, buildCli, makeFolder, runCli } from './run-cli';

const BROKEN = '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /app/serve\n';
const SERVE = '#!/usr/bin/env python\nprint("serving")\n';
const SCHEMA = resolve(
  import.meta.dirname,
  '../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

const made: { dispose(): void }[] = [];
function folder(files: Readonly<Record<string, string>>): string {
  const it = makeFolder(files);
  made.push(it);
  return it.path;
}

beforeAll(buildCli, BUILD_TIMEOUT_MS);
afterAll(() => {
  for (const it of made) it.dispose();
});

describe('lint', () => {
  it('walks folders, and prints findings with their place and the counts', () => {
    const cwd = folder({
      'a/Dockerfile': BROKEN,
      '+x a/serve': SERVE,
      'b/web.Dockerfile': 'FROM node:20\nCMD ["node", "x.js"]\n',
      'node_modules/x/Dockerfile': BROKEN,
    });
    const { code, out } = runCli(['lint'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('a/Dockerfile\n  2:1');
    expect(out).toMatch(/error {3}`docker run IMAGE serve` will fail.*serve-is-answered \(LAUNCH-02\)/);
    expect(out).toMatch(/2 Dockerfiles, 1 for SageMaker: 1 error, 0 warnings/);
  });

  it('finds Dockerfiles by all their usual names', () => {
    const names = [
      'Dockerfile',
      'Dockerfile.gpu',
      'dockerfile',
      'x.Dockerfile',
      'Containerfile',
      'Dockerfile-cpu',
      'Dockerfile_cpu',
    ];
    const cwd = folder(
      Object.fromEntries(
        [...names, 'Dockerfile.dockerignore', 'Dockerfile.md', 'notes.txt'].map((it) => [
          `${it === 'dockerfile' ? 'low/' : ''}${it}`,
          'FROM scratch\n',
        ]),
      ),
    );
    expect(runCli(['lint'], { cwd }).out).toContain(`${names.length} Dockerfiles`);
  });

  it('prints JSON with one-based positions', () => {
    const cwd = folder({ Dockerfile: BROKEN, '+x serve': SERVE });
    const { code, out } = runCli(['lint', 'Dockerfile', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    const findings: unknown = JSON.parse(out);
    expect(findings).toContainEqual({
      file: 'Dockerfile',
      line: 2,
      column: 1,
      endLine: 2,
      endColumn: 22,
      rule: 'serve-is-answered',
      requirements: ['LAUNCH-02'],
      severity: 'error',
      message: expect.stringContaining('no `serve` on PATH') as string,
      url: expect.stringMatching(/docs\/rules\/serve-is-answered\.md$/) as string,
      fixable: true,
    });
  });

  it('prints an empty array when nothing is found', () => {
    const cwd = folder({ Dockerfile: 'FROM node:20\nCMD ["node", "x.js"]\n' });
    expect(runCli(['lint', '--format', 'json'], { cwd })).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('prints SARIF that is valid against the schema, with rules, regions and fixes', () => {
    const cwd = folder({ 'my files/Dockerfile': BROKEN, '+x my files/serve': SERVE });
    const { out } = runCli(['lint', '.', '--format', 'sarif'], { cwd });
    // The published schema has patterns that only work without the u flag.
    const log = JSON.parse(out) as {
      runs: {
        tool: { driver: { rules: { id: string; helpUri: string }[] } };
        results: { ruleId: string; ruleIndex: number; fixes?: unknown[] }[];
      }[];
    };
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const [run] = log.runs;
    const result = run?.results.find((it) => it.ruleId === 'serve-is-answered');
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('serve-is-answered');
    expect(result?.fixes).toHaveLength(1);
    expect(JSON.stringify(result)).toContain('my%20files/Dockerfile');
  });

  it('prints annotations for GitHub', () => {
    const cwd = folder({ Dockerfile: BROKEN, '+x serve': SERVE });
    const { out } = runCli(['lint', '--format', 'github'], { cwd });
    expect(out).toMatch(
      /^::error file=Dockerfile,line=2,endLine=2,col=1,endColumn=22,title=sagemaker serve-is-answered::/m,
    );
  });

  it('applies the safe fixes, and only these', () => {
    const cwd = folder({ Dockerfile: BROKEN, '+x serve': SERVE });
    const { code, out } = runCli(['lint', '--fix'], { cwd });
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toContain('ENV PATH="/app:${PATH}"');
    expect(out).not.toContain('serve-is-answered');
    expect(code).toBe(0);
  });

  it('reads standard input', () => {
    const cwd = folder({});
    const { code, out } = runCli(['lint', '-', '--stdin-filename', 'x/Dockerfile', '--format', 'json'], {
      cwd,
      input: '# sagemaker: roles=inference\nFROM python:3.12\nCMD ["gunicorn", "app:app"]\n',
    });
    expect(code).toBe(1);
    expect(out).toContain('"cmd-is-replaced"');
    expect(out).toContain('"x/Dockerfile"');
  });

  it('obeys --rule, --max-severity, --roles and --quiet', () => {
    const cwd = folder({ Dockerfile: BROKEN, '+x serve': SERVE });
    expect(runCli(['lint', '--rule', 'serve-is-answered=off'], { cwd }).out).not.toContain('serve-is-answered');
    expect(runCli(['lint', '--rule', 'serve-is-answered=hint', '--quiet'], { cwd }).out).not.toContain(
      'serve-is-answered',
    );
    expect(runCli(['lint', '--max-severity', 'error'], { cwd }).code).toBe(0);
    expect(runCli(['lint', '--max-severity', 'off', '--rule', 'serve-is-answered=hint'], { cwd }).code).toBe(1);
    const plain = folder({ Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n' });
    expect(runCli(['lint'], { cwd: plain }).code).toBe(0);
    expect(runCli(['lint', '--roles', 'inference'], { cwd: plain }).out).toContain('cmd-is-replaced');
  });

  it('reads the project file', () => {
    const cwd = folder({
      'docker/Dockerfile': 'FROM python:3.12\nCOPY serve /app/serve\n',
      '+x serve': SERVE,
      '.sagemaker/containers.json':
        '{ "containers": { "docker/Dockerfile": { "context": ".", "roles": ["inference"] } } }',
    });
    expect(runCli(['lint'], { cwd }).out).toContain('serve-is-answered');
  });

  it.each([
    [['lint', 'no-such-file'], /There is no no-such-file/],
    [['lint', '--format', 'xml'], /--format takes text, json, sarif, github/],
    [['lint', '--rule', 'no-such-rule=off'], /There is no rule no-such-rule/],
    [['lint', '--roles', 'cooking'], /cooking is not a role/],
    [['lint', '--nonsense'], /nonsense/],
    [['bake'], /There is no command bake/],
    [['explain', 'no-such-rule'], /There is no rule no-such-rule/],
  ])('%j is a wrong call: exit code 2 and what to do', (args, message) => {
    const { code, err, out } = runCli(args, { cwd: folder({}) });
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(out).toBe('');
  });
});

describe('rules and explain', () => {
  it('lists the rules as text and JSON', () => {
    const rows = JSON.parse(runCli(['rules', '--format', 'json']).out) as {
      id: string;
      requirements: string[];
      fixable: boolean;
    }[];
    expect(rows.length).toBeGreaterThanOrEqual(70);
    expect(rows.filter((it) => it.fixable).length).toBeGreaterThanOrEqual(35);
    expect(rows.find((it) => it.id === 'serve-is-answered')?.requirements).toEqual(['LAUNCH-02']);
    expect(runCli(['rules']).out.trim().split('\n')).toHaveLength(rows.length);
  });

  it('prints the page of a rule', () => {
    const { code, out } = runCli(['explain', 'serve-is-answered']);
    expect(code).toBe(0);
    expect(out).toMatch(/^# serve-is-answered\n/);
    expect(out).toContain('https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html');
  });
});
