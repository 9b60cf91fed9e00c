import { describe, expect, it } from 'vitest';
import { applyEdits } from '../apply-edits';
import { lintFiles } from '../lint-files';

const CMD = 'FROM python:3.12-slim\nCMD ["python", "notebook.py"]\n';

function findings(dockerfile: string, more: Record<string, string> = {}): readonly string[] {
  return lintFiles({ Dockerfile: dockerfile, ...more }).findings.map((it) => `${it.rule} ${it.range.start.line + 1}`);
}

const only = (rules: readonly string[], ...ids: readonly string[]): readonly string[] =>
  rules.filter((it) => ids.some((id) => it.startsWith(`${id} `)));

describe('roles', () => {
  it('are declared by a comment, and none switches everything off', () => {
    expect(findings(CMD)).toEqual([]);
    expect(findings(`# sagemaker: roles=inference\n${CMD}`)).toContain('cmd-is-replaced 3');
    expect(
      findings(
        `# sagemaker: roles=none\nLABEL x=y\n${CMD}LABEL com.amazonaws.sagemaker.capabilities.multi-models=true\n`,
      ),
    ).toEqual([]);
  });

  it('take multi-model and pipeline for ways of serving', () => {
    const result = lintFiles({ Dockerfile: `# sagemaker: roles=pipeline\n${CMD}` });
    expect([...(result.subject?.roles.active ?? [])].sort()).toEqual(['inference', 'pipeline']);
    expect(result.subject?.roles.declared).toBe(true);
  });

  it('that do not exist are pointed at', () => {
    const result = lintFiles({ Dockerfile: `# sagemaker: roles=inference,cooking\n${CMD}` });
    const problem = result.findings.find((it) => it.rule === 'bad-directive');
    expect(problem?.message).toContain('`cooking` is not a role');
    expect(problem?.range).toEqual({ start: { line: 0, character: 19 }, end: { line: 0, character: 36 } });
  });
});

describe('ignores', () => {
  const head = '# sagemaker: roles=inference\nFROM python:3.12-slim\n';

  it('hold for the next instruction only', () => {
    const text = `${head}# sagemaker: ignore=no-volume-under-opt-ml reason=tried\nVOLUME /opt/ml\nVOLUME /opt/ml/model\nCOPY serve.py /opt/program/\nENTRYPOINT ["python", "/opt/program/serve.py"]\n`;
    expect(only(findings(text), 'no-volume-under-opt-ml', 'unused-ignore')).toEqual(['no-volume-under-opt-ml 5']);
  });

  it('hold for the file, several rules at once', () => {
    const text = `# sagemaker: ignore-file=no-volume-under-opt-ml,cmd-is-replaced reason=tried\n${head}VOLUME /opt/ml\nCMD ["python", "x.py"]\n`;
    expect(only(findings(text), 'no-volume-under-opt-ml', 'cmd-is-replaced', 'unused-ignore', 'bad-directive')).toEqual(
      [],
    );
  });

  it('need a reason', () => {
    const text = `${head}# sagemaker: ignore=cmd-is-replaced\nCMD ["python", "x.py"]\n`;
    expect(only(findings(text), 'cmd-is-replaced', 'bad-directive')).toEqual(['bad-directive 3']);
  });

  it('that ignore nothing are reported, and the fix removes the line', () => {
    const files = {
      Dockerfile: `${head}# sagemaker: ignore=no-volume-under-opt-ml reason=old\nCMD ["python", "x.py"]\n`,
    };
    const unused = lintFiles(files).findings.find((it) => it.rule === 'unused-ignore');
    expect(unused?.severity).toBe('hint');
    const fixed = applyEdits(files, 'Dockerfile', unused?.fixes[0]?.edits ?? []);
    expect(fixed['Dockerfile']).toBe(`${head}CMD ["python", "x.py"]\n`);
  });

  it('of rules that do not exist say so', () => {
    const result = lintFiles({ Dockerfile: `${head}# sagemaker: ignore=no-such-rule reason=x\nENV A=b\n` });
    expect(result.findings.find((it) => it.rule === 'unused-ignore')?.message).toContain(
      'There is no rule `no-such-rule`',
    );
  });

  it('can stand in the project file, for one Dockerfile or for all', () => {
    const ignore = (dockerfile: string): Record<string, string> => ({
      '.sagemaker/containers.json': JSON.stringify({ ignores: [{ rule: 'cmd-is-replaced', reason: 'x', dockerfile }] }),
    });
    const text = `${head}CMD ["python", "x.py"]\n`;
    expect(only(findings(text, ignore('Dockerfile')), 'cmd-is-replaced')).toEqual([]);
    expect(only(findings(text, ignore('other/Dockerfile')), 'cmd-is-replaced')).toEqual(['cmd-is-replaced 3']);
  });
});

describe('severities', () => {
  const text = `# sagemaker: roles=inference\n${CMD}`;
  const project = (severity: string): Record<string, string> => ({
    '.sagemaker/containers.json': JSON.stringify({ rules: { 'cmd-is-replaced': severity } }),
  });

  it('come from the project file, and the settings win', () => {
    const of = (more: Record<string, string>, severities = {}): string | undefined =>
      lintFiles({ Dockerfile: text, ...more }, 'Dockerfile', { severities }).findings.find(
        (it) => it.rule === 'cmd-is-replaced',
      )?.severity;
    expect(of({})).toBe('error');
    expect(of(project('info'))).toBe('info');
    expect(of(project('off'))).toBeUndefined();
    expect(of(project('off'), { 'cmd-is-replaced': 'warning' })).toBe('warning');
  });

  it('are hints in a template that is no Dockerfile yet', () => {
    const result = lintFiles({ Dockerfile: `# sagemaker: roles=inference\nFROM {{ base }}\nVOLUME /opt/ml\n` });
    expect(result.findings.every((it) => it.severity === 'hint')).toBe(true);
  });
});
