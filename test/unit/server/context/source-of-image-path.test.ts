import { describe, expect, it } from 'vitest';
import { sourceOfImagePath } from '../../../../server/src/context/source-of-image-path';
import { image } from './support';

describe('sourceOfImagePath', () => {
  it('finds the context file that was copied there, whatever a RUN does to it later', () => {
    const { stage, context } = image(
      'FROM plain\nWORKDIR /w\nCOPY requirements.txt .\nCOPY src /s/\nCOPY <<a /h\nx\na\nRUN rm requirements.txt\n',
      { 'requirements.txt': 'flask', 'src/r.txt': '' },
    );
    expect(sourceOfImagePath('/w/requirements.txt', stage, context)).toBe('/p/requirements.txt');
    expect(sourceOfImagePath('/s/r.txt', stage, context)).toBe('/p/src/r.txt');
    expect(sourceOfImagePath('/h', stage, context)).toBeUndefined();
    expect(sourceOfImagePath('/w/none', stage, context)).toBeUndefined();
    expect(sourceOfImagePath('/s', stage, context)).toBeUndefined();
  });
});
