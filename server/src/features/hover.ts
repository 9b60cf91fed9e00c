import type { Hover, Position } from 'vscode-languageserver-types';
import { variable } from '../../../contract/environment';
import { optMlPath } from '../../../contract/filesystem';
import type { OptMlPath } from '../../../contract/filesystem';
import { label } from '../../../contract/labels';
import { LAUNCH_SHAPES } from '../../../contract/launch';
import { INVOCATIONS_PATH, PING_PATH, SERVING_PORT } from '../../../contract/serving';
import { guide } from '../../../contract/facts';
import { ruleById, ruleUrl } from '../rules/index';
import { meantForSageMaker } from './completion-words';
import { cursorAt, lineAt } from './cursor';
import type { Cursor } from './cursor';
import { imageMarkdown } from './hover-image';
import { imageOf } from './image-of';
import { plainText } from './plain-text';
import { contains } from './ranges';
import { labelToken, nameToken, pathToken, wordToken } from './tokens';
import type { Token } from './tokens';
import type { View } from './view';

export interface HoverOptions {
  /** The client shows Markdown; else it gets plain text. */
  readonly markdown: boolean;
}

/** What SageMaker means by the word at that place. */
export function computeHover(view: View, position: Position, options: HoverOptions): Hover | undefined {
  const found = hoverAt(view, position);
  if (!found) return undefined;
  const contents = options.markdown
    ? ({ kind: 'markdown', value: found.markdown } as const)
    : ({ kind: 'plaintext', value: plainText(found.markdown) } as const);
  return { contents, range: found.range };
}

interface Found {
  readonly markdown: string;
  readonly range: NonNullable<Hover['range']>;
}

function hoverAt(view: View, position: Position): Found | undefined {
  const cursor = cursorAt(view, position);
  const { line, character } = view.document.positionAt(cursor.offset);
  const text = lineAt(view, line);
  const at = (token: Token | undefined, markdown: string | undefined): Found | undefined =>
    token && markdown !== undefined
      ? { markdown, range: { start: { line, character: token.start }, end: { line, character: token.end } } }
      : undefined;
  if (cursor.comment) {
    const token = /^\s*#\s*sagemaker:/i.test(text) ? wordToken(text, character) : undefined;
    return at(token, token && ruleMarkdown(token.text));
  }
  const image = imageHover(view, position);
  if (image) return image;
  const path = pathToken(text, character);
  if (path) return at(path, pathMarkdown(path.text));
  const labelled = labelToken(text, character);
  if (labelled) return at(labelled, labelMarkdown(labelled.text));
  const name = nameToken(text, character);
  return at(name, name && variableMarkdown(view, name.text)) ?? wordHover(cursor, text, character, at);
}

function imageHover(view: View, position: Position): Found | undefined {
  const stage = view.result.subject?.dockerfile.stages.find((it) => contains(it.image.range, position));
  const image = stage && imageOf(stage);
  return image ? { markdown: imageMarkdown(image, view.today), range: stage.image.range } : undefined;
}

function pathMarkdown(path: string): string | undefined {
  const entry = optMlPath(path);
  if (!entry) return undefined;
  const facts = [
    `- Written by ${WRITERS[entry.writtenBy]}`,
    ...(entry.hiddenByMount.length > 0
      ? [`- A mount hides what the image has here: ${entry.hiddenByMount.join(', ')}`]
      : []),
    ...(entry.readOnlyIn.length > 0 ? [`- Read-only: ${entry.readOnlyIn.join(', ')}`] : []),
  ];
  return page(entry.path, entry.summary, entry.source, facts.join('\n'));
}

const WRITERS: Readonly<Record<OptMlPath['writtenBy'], string>> = {
  platform: 'SageMaker',
  container: 'the container',
  image: 'the image’s own build',
};

function labelMarkdown(name: string): string | undefined {
  const found = label(name);
  if (!found) return undefined;
  const needed = found.neededIn.length > 0 ? `- Needed in: ${found.neededIn.join(', ')}` : '';
  return page(found.name, found.summary, found.source, needed);
}

/** Names of SageMaker's own are explained everywhere, common ones only where SageMaker is meant. */
function variableMarkdown(view: View, name: string): string | undefined {
  const found = variable(name);
  if (!found || !(meantForSageMaker(view) || /^(?:SM|SAGEMAKER)_/.test(name))) return undefined;
  const set = view.result.subject?.config.env.get(name);
  const facts = [
    `- Set by: ${found.setBy}`,
    ...(found.example === '' ? [] : [`- Example: \`${found.example}\``]),
    ...(found.mayBake ? [] : ['- An image should not set it']),
    ...(set?.value.known === true && set.origin.from === 'instruction'
      ? [`- Here: \`${set.value.value}\` (line ${set.origin.range.start.line + 1})`]
      : []),
  ];
  return page(name, found.summary, found.source, facts.join('\n'));
}

/** EXPOSE's port, and the two words that SageMaker starts the container with. */
function wordHover(
  cursor: Cursor,
  text: string,
  character: number,
  at: (token: Token | undefined, markdown: string | undefined) => Found | undefined,
): Found | undefined {
  const token = wordToken(text, character);
  if (!token) return undefined;
  if (cursor.keyword === 'EXPOSE' && token.text.replace(/\/tcp$/i, '') === String(SERVING_PORT))
    return at(token, page(String(SERVING_PORT), PORT_SUMMARY, guide('your-algorithms-inference-code'), ''));
  if (cursor.keyword !== 'ENTRYPOINT' && cursor.keyword !== 'CMD') return undefined;
  const shape = LAUNCH_SHAPES.find((it) => it.word !== undefined && it.word === token.text);
  return at(token, shape && page(shape.command, `${shape.job}. ${shape.summary}`, shape.source, ''));
}

const PORT_SUMMARY = `The port on which SageMaker calls the container: \`GET ${PING_PATH}\` and \`POST ${INVOCATIONS_PATH}\`. What counts is where the server listens; EXPOSE only says so.`;

function ruleMarkdown(id: string): string | undefined {
  const rule = ruleById(id);
  return (
    rule &&
    [`**${rule.id}**: ${rule.summary}`, rule.why, rule.remedy, `[Documentation](${ruleUrl(rule.id)})`].join('\n\n')
  );
}

function page(title: string, summary: string, source: string, facts: string): string {
  return [`\`${title}\``, summary, facts, `[Documentation](${source})`].filter((part) => part !== '').join('\n\n');
}
