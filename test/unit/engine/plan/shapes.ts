import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Shape {
  readonly name: string;
  readonly type: string;
}

/** Every path from a shape to a plain value; lists have one item. */
export function leaves(shape: string, depth = 0): readonly (readonly (string | number)[])[] {
  if (depth > 8) return [];
  return (SHAPES.get(shape) ?? []).flatMap(({ name, type }) => {
    const item = type.replace(/\[\]$/, '');
    const step: readonly (string | number)[] = item === type ? [name] : [name, 0];
    if (!SHAPES.has(item)) return [step];
    return leaves(item, depth + 1).map((rest) => [...step, ...rest]);
  });
}

/** The interfaces of the SDK's models: a new version that adds a member makes the tests above fail. */
function readShapes(): ReadonlyMap<string, readonly Shape[]> {
  const folder = fileURLToPath(
    new URL('../../../../node_modules/@aws-sdk/client-sagemaker/dist-types/models/', import.meta.url),
  );
  const shapes = new Map<string, readonly Shape[]>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.d.ts'))) {
    const text = readFileSync(folder + name, 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
    for (const found of text.matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g)) {
      const members = [...(found[2] ?? '').matchAll(/^\s+(\w+)\??:\s*([^;]+);/gm)];
      shapes.set(
        found[1] ?? '',
        members.map((member) => ({
          name: member[1] ?? '',
          type: (member[2] ?? '').replace(/\s*\|\s*undefined/, '').trim(),
        })),
      );
    }
  }
  return shapes;
}

/** The SDK's own interfaces, by name. */
export const SHAPES = readShapes();
