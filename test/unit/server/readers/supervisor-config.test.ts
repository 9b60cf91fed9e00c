import { describe, expect, it } from 'vitest';
import { readSupervisorConfig } from '../../../../server/src/readers/supervisor-config';

const TEXT = `; comment
[supervisord]
nodaemon = true   ; in the foreground
[program:api]
command=gunicorn -b 0.0.0.0:%(ENV_PORT)s "app:create()"
directory=/app
[program:later]
command=worker
autostart=false
`;

describe('readSupervisorConfig', () => {
  it('reads nodaemon and the commands of the programs that start by themselves', () => {
    const facts = readSupervisorConfig(TEXT);
    expect(facts.nodaemon).toBe(true);
    expect(facts.programs.map((it) => it.value)).toEqual([['gunicorn', '-b', undefined, 'app:create()']]);
    expect(facts.includes).toBe(false);
  });

  it('places a command behind its equals sign', () => {
    expect(readSupervisorConfig(TEXT).programs[0]?.range.start).toEqual({ line: 4, character: 8 });
  });

  it('knows that nothing is said, that false is said, and that more is included', () => {
    expect(readSupervisorConfig('[program:a]\ncommand=a').nodaemon).toBeUndefined();
    expect(readSupervisorConfig('[supervisord]\nnodaemon=false').nodaemon).toBe(false);
    expect(readSupervisorConfig('[include]\nfiles=/etc/supervisor/conf.d/*.conf').includes).toBe(true);
  });
});
