import { describe, expect, it } from 'vitest';
import { recogniseRequest, REQUEST_KINDS } from '../../../../engine/src/requests/recognise';
import { DOCUMENTS, ENDPOINT, MODEL } from './documents';

describe('recogniseRequest', () => {
  it.each(REQUEST_KINDS)('knows %s by its name alone, in any folder and case', (kind) => {
    expect(recogniseRequest(`train.${kind}.json`, undefined)).toBe(kind);
    expect(recogniseRequest(`${kind}.json`, undefined)).toBe(kind);
    expect(recogniseRequest(`C:\\jobs\\Train.${kind.toUpperCase()}.JSON`, undefined)).toBe(kind);
    expect(recogniseRequest(`/jobs.x/a.${kind}.json`, undefined)).toBe(kind);
  });

  it.each(REQUEST_KINDS)('knows %s by its members', (kind) => {
    expect(recogniseRequest('request.json', DOCUMENTS[kind])).toBe(kind);
  });

  it('lets the name decide', () => {
    expect(recogniseRequest('a.processing-job.json', DOCUMENTS['training-job'])).toBe('processing-job');
  });

  it('knows a document that lacks a part', () => {
    expect(recogniseRequest('x.json', { Model: MODEL, EndpointConfig: {} })).toBe('endpoint');
    expect(recogniseRequest('x.json', { AlgorithmSpecification: {}, OutputDataConfig: {} })).toBe('training-job');
  });

  it.each([
    ['package.json', { name: 'x', version: '1' }],
    ['train.local.json', { s3: {} }],
    ['my-training-job.json', {}],
    ['train.training-job.json.bak', {}],
    ['x.json', null],
    ['x.json', []],
    ['x.json', 'TrainingJobName'],
    ['x.json', MODEL],
    ['x.json', { TrainingJobName: 'a', ProcessingJobName: 'b' }],
    ['x.json', { EndpointConfig: ENDPOINT.EndpointConfig }],
  ])('does not take %s %j for one', (name, value) => {
    expect(recogniseRequest(name, value)).toBeUndefined();
  });
});
