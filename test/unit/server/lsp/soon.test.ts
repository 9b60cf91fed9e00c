import { describe, expect, it } from 'vitest';
import { soon } from '../../../../server/src/lsp/soon';

const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 20));

describe('soon', () => {
  it('runs the action after what is running now', async () => {
    const seen: string[] = [];
    soon(() => seen.push('action'));
    seen.push('now');
    await settled();
    expect(seen).toEqual(['now', 'action']);
  });

  it('lets the next message, which is read one turn later, give the action up', async () => {
    const seen: string[] = [];
    const giveUp = soon(() => seen.push('first'));
    setImmediate(() => {
      giveUp();
      soon(() => seen.push('second'));
    });
    await settled();
    expect(seen).toEqual(['second']);
  });
});
