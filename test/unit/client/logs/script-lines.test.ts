import { describe, expect, it } from 'vitest';
import { bestMatch } from '../../../../client/src/logs/best-match';
import { lastScriptLine, scriptLines } from '../../../../client/src/logs/script-lines';

describe('a line of a program in a log', () => {
  it.each([
    ['  File "/opt/ml/code/train.py", line 12, in <module>', '/opt/ml/code/train.py', 12],
    ['    at main (/opt/program/server.js:31:7)', '/opt/program/server.js', 31],
    ['/opt/program/train.sh: line 4: nosuch: not found', '/opt/program/train.sh', 4],
    ['nginx: [emerg] unknown directive in /etc/nginx/nginx.conf:7', '/etc/nginx/nginx.conf', 7],
  ])('is found: %s', (text, path, line) => {
    const [found] = scriptLines(text);
    expect(found).toMatchObject({ path, line });
    expect(text.slice(found?.start, (found?.start ?? 0) + (found?.length ?? 0))).toContain(String(line));
  });

  it('is no address, and no file of a package', () => {
    expect(scriptLines('http://localhost:8080/ping.html:3')).toEqual([]);
    expect(scriptLines('  File "/usr/lib/python3.11/site-packages/flask/app.py", line 3, in x')).toEqual([]);
  });

  it('is the innermost one of a traceback', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/opt/ml/code/train.py", line 40, in <module>',
      '  File "/opt/ml/code/model.py", line 9, in fit',
      '  File "/usr/lib/python3.11/dist-packages/numpy/core.py", line 2, in dot',
      'ValueError: no',
    ].join('\n');
    expect(lastScriptLine(text)).toMatchObject({ path: '/opt/ml/code/model.py', line: 9 });
  });
});

describe('the file of the workspace', () => {
  it('is the one whose folders are alike', () => {
    expect(bestMatch('/opt/ml/code/train.py', ['/ws/a/train.py', '/ws/b/code/train.py'])).toBe('/ws/b/code/train.py');
  });

  it('is, of equals, the one beside the Dockerfile, then the least deep', () => {
    const files = ['/ws/a/src/train.py', '/ws/b/src/train.py'];
    expect(bestMatch('/app/train.py', files, '/ws/b/Dockerfile')).toBe('/ws/b/src/train.py');
    expect(bestMatch('/app/train.py', ['/ws/a/b/train.py', '/ws/c/train.py'])).toBe('/ws/c/train.py');
    expect(bestMatch('/app/train.py', [])).toBeUndefined();
  });
});
