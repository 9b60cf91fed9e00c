import { describe, expect, it } from 'vitest';
import { renameOverlayImages, replaceImages } from '../../../../engine/src/requests/replace-image';

const NEW = { 'local/churn': '1.dkr/churn@sha256:ab' };

describe('another image in a request', () => {
  it('changes the value alone: comments, order and blanks stay', () => {
    const text = `{
  // trained every night
  "TrainingJobName": "local/churn",
  "AlgorithmSpecification": {
      "TrainingInputMode":   "File", /* not Pipe */
      "TrainingImage" : "local/churn",
  },
}
`;
    expect(replaceImages(text, NEW)).toBe(
      text.replace('"TrainingImage" : "local/churn"', '"TrainingImage" : "1.dkr/churn@sha256:ab"'),
    );
  });

  it('finds all containers of a model, and the images of processing jobs', () => {
    const text =
      '{"Model":{"Containers":[{"Image":"a"},{"Image":"b"}]},"AppSpecification":{"ImageUri":"a"},"Tags":[{"Value":"a"}]}';
    expect(JSON.parse(replaceImages(text, { a: 'A' }))).toEqual({
      Model: { Containers: [{ Image: 'A' }, { Image: 'b' }] },
      AppSpecification: { ImageUri: 'A' },
      Tags: [{ Value: 'a' }],
    });
  });

  it('keeps a byte order mark and Windows line ends', () => {
    const text = '\uFEFF{\r\n  "Image": "a"\r\n}\r\n';
    expect(replaceImages(text, { a: 'longer' })).toBe('\uFEFF{\r\n  "Image": "longer"\r\n}\r\n');
  });

  it('changes nothing where there is nothing to change', () => {
    expect(replaceImages('{"Image":"x"}', NEW)).toBe('{"Image":"x"}');
    expect(replaceImages('', NEW)).toBe('');
    expect(replaceImages('{"Image":"toString"}', {})).toBe('{"Image":"toString"}');
  });
});

describe('the overlay of such a request', () => {
  it('finds what runs here under the new name', () => {
    const text =
      '{ "images": { "local/churn": { "dockerfile": "Dockerfile" } }, /* data */ "s3": { "local/churn": "x" } }';
    expect(renameOverlayImages(text, NEW)).toBe(
      text.replace('"local/churn": { "dockerfile"', '"1.dkr/churn@sha256:ab": { "dockerfile"'),
    );
  });

  it('does not take the place of a name that is there', () => {
    const text = '{"images":{"local/churn":"a","1.dkr/churn@sha256:ab":"b"}}';
    expect(renameOverlayImages(text, NEW)).toBe(text);
  });
});
