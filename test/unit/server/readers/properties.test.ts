import { describe, expect, it } from 'vitest';
import { readProperties } from '../../../../server/src/readers/properties';

describe('readProperties', () => {
  it('reads what the model servers look at', () => {
    const facts = readProperties(
      '# TorchServe\ninference_address=http://0.0.0.0:8080\nmanagement_address : http://127.0.0.1:8081\nmax_request_size=104857600\nmax_response_size 1000\ndefault_response_timeout=60\ndefault_workers_per_model=2\n',
    );
    expect(facts.host?.value).toBe('0.0.0.0');
    expect(facts.port?.value).toBe(8080);
    expect(facts.managementPort?.value).toBe(8081);
    expect(facts.maxRequestSize?.value).toBe(104857600);
    expect(facts.maxResponseSize?.value).toBe(1000);
    expect(facts.responseTimeout?.value).toBe(60);
    expect(facts.workersPerModel?.value).toBe(2);
    expect(facts.dynamic).toBe(false);
    expect(facts.tls).toBe(false);
    expect(facts.inferenceAddress?.range).toEqual({
      start: { line: 1, character: 0 },
      end: { line: 1, character: 37 },
    });
  });

  it('keeps variables apart from literals', () => {
    const facts = readProperties('inference_address=https://0.0.0.0:${SAGEMAKER_BIND_TO_PORT}');
    expect(facts).toMatchObject({
      dynamic: true,
      portVariables: ['SAGEMAKER_BIND_TO_PORT'],
      port: undefined,
      tls: true,
    });
    expect(facts.host?.value).toBe('0.0.0.0');
  });

  it('joins continued lines and honours comments and escapes', () => {
    const facts = readProperties('a=1,\\\r\n   2\r\n! no\n#b=\\\nc\\=d=e\\:f\nlast=');
    expect(facts.entries.get('a')?.value).toBe('1,2');
    expect(facts.entries.get('c=d')?.value).toBe('e:f');
    expect(facts.entries.get('last')?.value).toBe('');
    expect(facts.entries.has('b')).toBe(false);
  });

  it('is empty for empty text', () => {
    expect(readProperties('').entries.size).toBe(0);
    expect(readProperties('max_request_size=big').maxRequestSize).toBeUndefined();
  });
});
