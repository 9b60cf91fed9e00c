import { describe, expect, it } from 'vitest';
import { readGunicornConfig } from '../../../../server/src/readers/gunicorn-config';

describe('readGunicornConfig', () => {
  it('reads literals', () => {
    const facts = readGunicornConfig(
      'bind = "0.0.0.0:8080"\nworkers = 2\nthreads = 4\ntimeout = 120\nworker_class = "gthread"\nwsgi_app = "app:app"\n',
    );
    expect(facts).toMatchObject({ dynamic: false, workerClass: 'gthread', app: 'app:app', tls: false, unknowns: [] });
    expect([
      facts.host?.value,
      facts.port?.value,
      facts.workers?.value,
      facts.threads?.value,
      facts.timeout?.value,
    ]).toEqual(['0.0.0.0', 8080, 2, 4, 120]);
    expect(facts.port?.range).toEqual({ start: { line: 0, character: 7 }, end: { line: 0, character: 21 } });
  });

  it('reads f-strings and the environment', () => {
    const facts = readGunicornConfig(
      'import os\nport = os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\nbind = f"0.0.0.0:{port}"\nworkers = int(os.getenv("WORKERS", "2"))\n',
    );
    expect(facts).toMatchObject({ dynamic: true, portVariables: ['SAGEMAKER_BIND_TO_PORT'] });
    expect(facts.port?.value).toBe(8080);
    expect(facts.workers?.value).toBe(2);
  });

  it('keeps computed values unknown', () => {
    const facts = readGunicornConfig(
      'import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\ncertfile = "/c.pem"\n',
    );
    expect(facts).toMatchObject({
      workers: undefined,
      unknowns: ['workers'],
      tls: true,
      host: undefined,
      dynamic: false,
    });
  });

  it('takes lists and sockets', () => {
    const facts = readGunicornConfig('bind = ["unix:/tmp/g.sock", "127.0.0.1:9000"]');
    expect(facts.socket?.value).toBe('/tmp/g.sock');
    expect(facts.host?.value).toBe('127.0.0.1');
  });

  it('does not choose between two assignments, and ignores functions', () => {
    const facts = readGunicornConfig('bind = ":1"\nif x:\n    bind = ":2"\ndef f():\n    workers = 3\n');
    expect(facts.port).toBeUndefined();
    expect(facts.unknowns).toContain('port');
    expect(facts.workers).toBeUndefined();
    expect(facts.unknowns).not.toContain('workers');
  });
});
