import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../../server/src/dockerfile/parse';
import { known } from '../../../../server/src/known';
import { effectsOf } from '../../../../server/src/shell/effects';
import { runCommands } from '../../../../server/src/shell/run';
import type { ShellCommand } from '../../../../server/src/shell/types';
import { lines } from './support';

/** The commands of the last RUN, and what each range covers. */
function run(text: string): { commands: readonly ShellCommand[]; covered: readonly string[] } {
  const dockerfile = parseDockerfile(text, { findBase: () => undefined });
  const instruction = dockerfile.instructions.findLast((it) => it.keyword === 'RUN');
  const stage = dockerfile.stages[instruction?.stage ?? 0];
  if (instruction === undefined || stage === undefined) {
    throw new Error('no RUN');
  }
  const commands = runCommands(instruction, stage.configAt(instruction), dockerfile);
  const covered = commands.map(({ range }) =>
    text.slice(dockerfile.offsetAt(range.start), dockerfile.offsetAt(range.end)),
  );
  return { commands, covered };
}

describe('the shell form', () => {
  it('goes on over continued lines and comments', () => {
    const { commands, covered } = run(
      'FROM x\nRUN --mount=type=cache,target=/c apt-get update && \\\n    # why\n    apt-get install -y \\\n\n      nginx \\\n      "ca-certificates" && \\\n    rm -rf /x\n',
    );
    expect(lines(commands)).toEqual(['apt-get update', 'apt-get install -y nginx ca-certificates', 'rm -rf /x']);
    expect(covered[0]).toBe('apt-get update');
    expect(covered[2]).toBe('rm -rf /x');
    expect(commands[1]?.range.start.line).toBe(3);
    expect(commands[1]?.range.end).toEqual({ line: 6, character: 23 });
  });

  it('sees WORKDIR, ENV and ARG', () => {
    const { commands } = run(
      'ARG G=g\nFROM scratch\nARG V=1.2\nARG G\nARG N\nARG E=arg\nENV D=/opt E=env\nWORKDIR /srv\nWORKDIR app\nRUN x $V $G $N $E $D/$U && cd y && z\n',
    );
    expect(lines(commands)[0]).toBe('x 1.2 g ? env /opt/');
    expect(commands[0]?.words[3]?.value).toEqual({ known: false, why: 'the build argument `N` has no default' });
    expect(commands[2]?.cwd).toEqual(known('/srv/app/y'));
  });

  it('does not know what the base may set', () => {
    expect(lines(run('FROM ${X}\nRUN x $U\n').commands)).toEqual(['x ?']);
  });

  it('leaves arguments of later lines and of other stages out', () => {
    expect(lines(run('FROM scratch\nARG A=1\nFROM scratch\nRUN x $A$B\nARG B=2\n').commands)).toEqual(['x']);
  });

  it('has no commands under a shell it cannot read', () => {
    expect(run('FROM x\nSHELL ["powershell", "-Command"]\nRUN Get-Item x\n').commands).toEqual([]);
    expect(run('FROM x\nSHELL ["cmd", "/S", "/C"]\nRUN dir\n').commands).toEqual([]);
    expect(
      lines(run('FROM x\nSHELL ["conda", "run", "-n", "e", "/bin/bash", "-c"]\nRUN pip install a\n').commands),
    ).toEqual(['pip install a']);
    expect(lines(run('FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n').commands)).toEqual(['a', 'b']);
  });
});

describe('the exec form', () => {
  it('takes words as they are', () => {
    const { commands, covered } = run('FROM x\nWORKDIR /opt\nRUN ["chmod", "+x", "tr*in", "$X"]\n');
    expect(lines(commands)).toEqual(['chmod +x tr*in $X']);
    expect(commands[0]?.words.every((word) => !word.glob)).toBe(true);
    expect(commands[0]?.cwd).toEqual(known('/opt'));
    expect(covered[0]).toContain('chmod", "+x", "tr*in", "$X');
  });

  it('reads the script of a shell', () => {
    const { commands, covered } = run('FROM x\nRUN ["/bin/bash", "-c", "cd /x && chmod +x serve"]\n');
    expect(lines(commands)).toEqual(['cd /x', 'chmod +x serve']);
    expect(covered).toEqual(['cd /x', 'chmod +x serve']);
    const escaped = run('FROM x\nRUN ["bash", "-c", "echo \\"a b\\" && c"]\n');
    expect(lines(escaped.commands)).toEqual(['echo a b', 'c']);
  });
});

describe('heredocs', () => {
  it('runs a body', () => {
    const { commands, covered } = run('FROM x\nRUN <<EOF\napt-get update\npip install \\\n  flask\nEOF\nCMD x\n');
    expect(lines(commands)).toEqual(['apt-get update', 'pip install flask']);
    expect(covered).toEqual(['apt-get update', 'pip install \\\n  flask']);
  });

  it('runs a body under the shell it names, not under others', () => {
    expect(lines(run('FROM x\nRUN <<-"EOF" bash -e\n\tchmod +x serve\n\tEOF\n').commands)).toEqual(['chmod +x serve']);
    expect(lines(run('FROM x\nRUN <<EOF\n#!/usr/bin/env bash\na\nEOF\n').commands)).toEqual(['a']);
    expect(lines(run('FROM x\nRUN python3 <<EOF\nimport os\nEOF\n').commands)).toEqual(['python3']);
    expect(lines(run('FROM x\nRUN <<EOF\n#!/usr/bin/python3\nimport os\nEOF\n').commands)).toEqual(['']);
  });

  it('writes a body to a file', () => {
    const { commands } = run(
      'FROM x\nRUN cat <<EOF > /usr/bin/serve && chmod +x /usr/bin/serve\n#!/bin/sh\nexec x\nEOF\n',
    );
    expect(commands.flatMap(effectsOf)).toMatchObject([
      { kind: 'write', path: known('/usr/bin/serve'), text: '#!/bin/sh\nexec x\n' },
      { kind: 'chmod', paths: [known('/usr/bin/serve')], executable: true },
    ]);
  });
});

describe('any text', () => {
  it.each([
    'RUN',
    'RUN \\',
    'RUN <<',
    'RUN <<EOF',
    'RUN [',
    'RUN []',
    'RUN ["',
    'RUN --x',
    'RUN "',
    'RUN ["bash","-c"]',
    'RUN ["bash","-c",""]',
    'RUN <<A <<B\nx\nA\ny',
  ])('takes %j', (text) => {
    for (const piece of run(`FROM x\n${text}`).covered) {
      expect(typeof piece).toBe('string');
    }
  });

  it('has nothing for other instructions', () => {
    const dockerfile = parseDockerfile('FROM x\nCMD a\n', { findBase: () => undefined });
    const [, instruction] = dockerfile.instructions;
    const config = dockerfile.stages[0]?.config;
    expect(instruction && config && runCommands(instruction, config, dockerfile)).toEqual([]);
  });
});
