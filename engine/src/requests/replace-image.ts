import { applyEdits, getNodePath, modify, parseTree } from 'jsonc-parser';
import type { Edit, Node } from 'jsonc-parser';

/** Members of a request that name an image. */
const IMAGE_MEMBERS: ReadonlySet<string> = new Set(['Image', 'ImageUri', 'TrainingImage']);

export type NewImages = Readonly<Record<string, string>>;

/**
 * A request document with other images in it: old URI → new URI. Only the values change; comments, order and whitespace
 * stay as they are. Names that are not in it change nothing.
 */
export function replaceImages(document: string, images: NewImages): string {
  return edited(document, (node) => {
    const name = memberName(node);
    const old: unknown = node.value;
    if (name === undefined || typeof old !== 'string' || !IMAGE_MEMBERS.has(name)) return undefined;
    return Object.hasOwn(images, old) ? images[old] : undefined;
  });
}

/**
 * The overlay of such a document: what runs here in the place of an image has to be found under its new name. A name that
 * is there already stays as it is.
 */
export function renameOverlayImages(overlay: string, images: NewImages): string {
  const tree = parsed(overlay);
  const map = tree?.children?.find((it) => it.children?.[0]?.value === 'images')?.children?.[1];
  const properties = map?.type === 'object' ? (map.children ?? []) : [];
  const keys = properties.map((it) => it.children?.[0]).filter((it) => it !== undefined);
  const taken = new Set(keys.map((key) => String(key.value)));
  const edits = keys.flatMap((key): Edit[] => {
    const old = String(key.value);
    const renamed = Object.hasOwn(images, old) ? images[old] : undefined;
    if (renamed === undefined || taken.has(renamed)) return [];
    return [{ offset: key.offset, length: key.length, content: JSON.stringify(renamed) }];
  });
  return applyEdits(overlay, edits);
}

/** The images that a request document names, each once. */
export function imagesIn(document: string): readonly string[] {
  const found = new Set<string>();
  const visit = (node: Node): void => {
    const name = memberName(node);
    const value: unknown = node.value;
    if (name !== undefined && IMAGE_MEMBERS.has(name) && typeof value === 'string') found.add(value);
    for (const child of node.children ?? []) visit(child);
  };
  const tree = parsed(document);
  if (tree !== undefined) visit(tree);
  return [...found];
}

function edited(text: string, valueFor: (node: Node) => string | undefined): string {
  const tree = parsed(text);
  if (tree === undefined) return text;
  const edits: Edit[] = [];
  const visit = (node: Node): void => {
    const value = node.type === 'string' ? valueFor(node) : undefined;
    if (value !== undefined) edits.push(...modify(withoutMark(text), getNodePath(node), value, {}));
    for (const child of node.children ?? []) visit(child);
  };
  visit(tree);
  return applyEdits(text, edits);
}

/** Name of the member whose value this is; undefined for a name itself. */
function memberName(node: Node): string | undefined {
  const property = node.parent?.type === 'property' ? node.parent : undefined;
  const [key, value] = property?.children ?? [];
  const name: unknown = key?.value;
  return value === node && typeof name === 'string' ? name : undefined;
}

function parsed(text: string): Node | undefined {
  return parseTree(withoutMark(text), [], { allowTrailingComma: true });
}

/** A byte order mark as a blank: offsets stay. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, ' ');
}
