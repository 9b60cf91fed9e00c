import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { editorSchema } from '../../../../../engine/src/requests/editor/editor-schema';

const folder = join(import.meta.dirname, '../../../../../schemas');

describe('schemas for the editor', () => {
  // `npx vitest run -u` writes them anew when the schemas that they are made of have changed.
  it.each(['training-job', 'processing-job', 'transform-job', 'endpoint'])('%s is up to date', async (kind) => {
    const schema: unknown = JSON.parse(await readFile(join(folder, `${kind}.schema.json`), 'utf8'));
    const file = join(folder, `${kind}.editor.json`);
    const options = await resolveConfig(file);
    const text = await format(JSON.stringify(editorSchema(schema)), { ...options, parser: 'json' });
    await expect(text).toMatchFileSnapshot(file);
  });

  it('explains and offers, but judges nothing', () => {
    const schema = {
      type: 'object',
      required: ['Mode'],
      additionalProperties: false,
      properties: {
        Mode: { type: 'string', enum: ['File', 'Pipe'], description: 'How.' },
        Type: { type: 'string', enum: ['ml.m5.large'] },
        Map: { type: 'object', additionalProperties: { type: 'string', maxLength: 5 } },
      },
    };
    const text = { label: '" "', body: '^"$1"' };
    const object = { label: '{ }', body: '^{$1}' };
    expect(editorSchema(schema)).toEqual({
      defaultSnippets: [object],
      properties: {
        Mode: { description: 'How.', examples: ['File', 'Pipe'] },
        Type: { defaultSnippets: [text] },
        Map: { defaultSnippets: [object], additionalProperties: { defaultSnippets: [text] } },
      },
    });
  });
});
