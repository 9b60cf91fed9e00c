/** A name as AWS has them, of letters, digits and hyphens, made from a path's or an image's own; `image` when nothing is left. */
export function plainName(text: string): string {
  const name = text.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'image' : name.slice(0, 40);
}
