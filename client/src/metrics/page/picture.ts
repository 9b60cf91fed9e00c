import { swatch } from './pointer';
import type { Drawing } from './chart';
import { svg } from './dom';

const STYLED = ['stroke', 'stroke-opacity', 'stroke-width', 'stroke-linejoin', 'fill', 'font-family', 'font-size'];
const ROW = 18;
/** Pixels of the picture for one of the screen. */
const SHARP = 2;

/** The chart with its legend as a PNG on the editor's background; base64. */
export async function pictureOf({ element, lines, width, height }: Drawing): Promise<string> {
  const tall = height + lines.length * ROW + 8;
  const copy = svg('svg', { width, height: tall, viewBox: `0 0 ${width} ${tall}` });
  const colours = getComputedStyle(document.body);
  const paper = colours.getPropertyValue('--vscode-editor-background') || colours.backgroundColor;
  copy.append(svg('rect', { width, height: tall, fill: paper }));
  // A picture knows no style sheet: what it says is written into each element.
  for (const child of element.children) if (child.tagName !== 'g') copy.append(inlined(child));
  lines.forEach((line, index) => {
    const y = height + index * ROW;
    const sample = swatch(line);
    element.append(sample);
    const [stroke] = sample.children;
    if (stroke !== undefined) copy.append(svg('g', { transform: `translate(62 ${y})` }, inlined(stroke)));
    sample.remove();
    copy.append(
      svg('text', { x: 92, y: y + 9, fill: colours.color, 'font-family': 'sans-serif', 'font-size': 12 }, line.label),
    );
  });
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SHARP;
  canvas.height = tall * SHARP;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}

function inlined(element: Element): Node {
  const copy = element.cloneNode(true);
  if (!(copy instanceof Element)) return copy;
  const style = getComputedStyle(element);
  for (const name of STYLED) copy.setAttribute(name, style.getPropertyValue(name));
  copy.removeAttribute('class');
  return copy;
}
