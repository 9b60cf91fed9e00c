import { pointerNames, shorten } from './located-json';

const DOCUMENTS: Readonly<Record<string, string>> = {
  'training-job': 'The training job',
  'processing-job': 'The processing job',
  'transform-job': 'The transform job',
  endpoint: 'The endpoint document',
  overlay: 'The overlay',
};

/** A member as a message calls it: `InstanceCount`, `InputDataConfig[1]`, hyperparameter `lr`. */
export function memberName(pointer: string, document?: string): string {
  const names = pointerNames(pointer);
  const last = names.at(-1);
  const owner = names.at(-2);
  if (last === undefined) return DOCUMENTS[document ?? ''] ?? 'The document';
  if (owner === 'HyperParameters') return `The hyperparameter \`${shorten(last)}\``;
  if (owner === 'Environment' || owner === 'env') return `The variable \`${shorten(last)}\``;
  if (owner !== undefined && /^\d+$/.test(last)) return `\`${owner}[${last}]\``;
  return `\`${shorten(last)}\``;
}
