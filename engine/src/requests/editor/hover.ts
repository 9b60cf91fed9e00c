import { algorithmOfRepository } from '../../../../contract/images/algorithms';
import { recogniseImage } from '../../../../contract/images/recognise';
import type { Fidelity } from '../../plan/types';
import { pointerPart } from '../located-json';
import { memberAt } from './cursor';
import { imageText } from './image-text';
import { driverText, instanceText } from './instance-text';
import { isImageMember } from './members';
import type { EditedDocument, RequestHover, Surroundings } from './types';

const LEVELS: Readonly<Record<Fidelity['level'], string>> = {
  honoured: '$(pass) On this machine: as on SageMaker.',
  approximated: '$(info) On this machine, approximated:',
  ignored: '$(circle-slash) On this machine, ignored:',
  refused: '$(error) On this machine, refused:',
};

/**
 * What a member means on this machine, and what its value is. The meaning at AWS is the schema's, shown by the editor’s
 * JSON service. `fidelity`: of the plan, empty when there is none; `today`: an ISO date.
 */
export function hoverRequest(
  document: EditedDocument,
  offset: number,
  fidelity: readonly Fidelity[],
  { overlayTexts, today }: Pick<Surroundings, 'overlayTexts'> & { readonly today: string },
): RequestHover | undefined {
  const member = memberAt(document, offset);
  if (member === undefined || member.path.length === 0) return undefined;
  const { path, node, value } = member;
  const facts: unknown = value.value;
  const parts =
    document.kind === 'overlay'
      ? [path.length === 1 ? (overlayTexts.get(String(path[0])) ?? '') : '']
      : [
          ...(typeof facts === 'string' ? [valueText(document, path, facts, today)] : []),
          fidelityText(path.map(pointerPart).join(''), fidelity),
        ];
  const markdown = parts.filter((it) => it !== '').join('\n\n');
  if (markdown === '') return undefined;
  return { offset: node.offset, length: node.length, markdown };
}

function valueText({ kind }: EditedDocument, path: readonly (string | number)[], text: string, today: string): string {
  if (isImageMember(path)) {
    const image = recogniseImage(text);
    return image === undefined ? '' : `${imageText(image, today)}${algorithmText(image.repository)}`;
  }
  if (path.at(-1) !== 'InstanceType') return '';
  const driver =
    kind === 'endpoint' ? driverText(text, 'hosting') : kind === 'transform-job' ? driverText(text, 'batch') : '';
  const facts = instanceText(text);
  return [facts === '' ? '' : `**${text}**: ${facts}`, driver].filter((it) => it !== '').join('\n\n');
}

function algorithmText(repository: string): string {
  const algorithm = algorithmOfRepository(repository);
  if (algorithm === undefined) return '';
  const { required, optional } = algorithm.channels;
  const names = [...required, ...optional.map((it) => `${it} (optional)`)].join(', ');
  return `\n\nBuilt-in algorithm ${algorithm.name}. Channels: ${names}. Data: ${algorithm.fileTypes}.`;
}

/** The entry of the member, or of what it stands in. */
function fidelityText(pointer: string, fidelity: readonly Fidelity[]): string {
  const found = fidelity
    .filter((it) => pointer === it.pointer || pointer.startsWith(`${it.pointer}/`))
    .reduce<Fidelity | undefined>(
      (best, it) => (best === undefined || it.pointer.length > best.pointer.length ? it : best),
      undefined,
    );
  return found === undefined ? '' : `${LEVELS[found.level]}${found.note === '' ? '' : ` ${found.note}`}`;
}
