import { describe, expect, it } from 'vitest';
import { SERVERS, isInterpreter, rejectsExtraArgument, server } from '../../../contract/servers';

describe('server', () => {
  it.each([
    ['uvicorn', '127.0.0.1', 8000],
    ['gunicorn', '127.0.0.1', 8000],
    ['hypercorn', '127.0.0.1', 8000],
    ['flask', '127.0.0.1', 5000],
    ['torchserve', '127.0.0.1', 8080],
    ['mlflow', '127.0.0.1', 5000],
    ['bentoml', undefined, 3000],
    ['tensorflow_model_server', '0.0.0.0', 8501],
    ['text-embeddings-router', '0.0.0.0', 3000],
    ['tritonserver', '0.0.0.0', 8000],
  ])('%s listens on %s:%s', (program, host, port) => {
    expect(server(program)).toMatchObject({ defaultPort: port });
    expect(server(program)?.defaultHost).toBe(host);
  });

  it('finds by path and by module', () => {
    expect(server('/opt/venv/bin/uvicorn')?.program).toBe('uvicorn');
    expect(server('vllm.entrypoints.openai.api_server')?.program).toBe('vllm');
    expect(server('uvicornx')).toBeUndefined();
    expect(server('serve')).toBeUndefined();
    expect(server('')).toBeUndefined();
  });

  it('gives no two servers one name', () => {
    const names = SERVERS.flatMap((one) => [...new Set([one.program, ...one.modules])]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('rejectsExtraArgument', () => {
  it.each(['uvicorn', '/usr/bin/hypercorn', 'vllm', 'tritonserver', 'flask', 'nginx'])('%s does', (program) => {
    expect(rejectsExtraArgument(program)).toBe(true);
  });

  it.each(['gunicorn', 'streamlit', 'tensorflow_model_server', 'python', 'poetry', 'mine'])(
    '%s does not',
    (program) => {
      expect(rejectsExtraArgument(program)).toBe(false);
    },
  );
});

describe('isInterpreter', () => {
  it.each(['python', 'python3', 'python3.12', '/usr/bin/python3', 'bash', '/bin/sh', 'node', 'Rscript'])(
    '%s is',
    (name) => {
      expect(isInterpreter(name)).toBe(true);
    },
  );

  it.each(['uvicorn', 'pythonic', '', '3.12', 'sh.py'])('%s is not', (name) => {
    expect(isInterpreter(name)).toBe(false);
  });
});
