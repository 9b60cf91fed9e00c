import { describe, expect, it } from 'vitest';
import { sourcesOfImagePaths } from '../../../../server/src/context/sources-of-image-paths';
import { image } from './support';

describe('sourcesOfImagePaths', () => {
  it('finds the context file that was copied there, whatever a RUN does to it later', () => {
    const { stage, context } = image(
      'FROM plain\nWORKDIR /w\nCOPY requirements.txt .\nCOPY src /s/\nCOPY <<a /h\nx\na\nRUN rm requirements.txt\n',
      { 'requirements.txt': 'flask', 'src/r.txt': '' },
    );
    const sourceOf = sourcesOfImagePaths(stage, context);
    expect(sourceOf('/w/requirements.txt')).toBe('/p/requirements.txt');
    expect(sourceOf('/s/r.txt')).toBe('/p/src/r.txt');
    expect(sourceOf('/h')).toBeUndefined();
    expect(sourceOf('/w/none')).toBeUndefined();
    expect(sourceOf('/s')).toBeUndefined();
  });
});
