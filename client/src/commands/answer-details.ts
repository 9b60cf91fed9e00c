import type { InvocationAnswer } from '../../../engine/src/sagemaker';
import { sizeText } from '../../../engine/src/session/size-text';
import type { L10n } from '../views/texts';

/** An answer without its body, with how long it took. */
export interface AnswerHead extends Omit<InvocationAnswer, 'body'> {
  /** Bytes of the answer. */
  readonly size: number;
  /** From the call to its first byte, where the answer came in pieces, and to its last; milliseconds. */
  readonly firstByte?: number;
  readonly took: number;
}

/** What was sent. */
export interface Sent {
  readonly contentType: string;
  readonly size: number;
}

/** The headers and the times of an invocation, a line each; the document is YAML. */
export function answerDetails(endpoint: string, sent: Sent, answer: AnswerHead, l10n: L10n): string {
  const { status, contentType, invokedProductionVariant: variant, customAttributes, size, firstByte, took } = answer;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Sent'), `${sent.contentType}, ${sizeText(sent.size, { fine: true })}`],
    [l10n.t('Status of the container'), status === undefined ? undefined : String(status)],
    ['Content-Type', contentType],
    ['x-Amzn-Invoked-Production-Variant', variant],
    ['X-Amzn-SageMaker-Custom-Attributes', customAttributes],
    [l10n.t('Size'), sizeText(size, { fine: true })],
    [l10n.t('First byte after'), firstByte === undefined ? undefined : `${firstByte} ms`],
    [l10n.t('Took'), `${took} ms`],
  ];
  const lines = rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}: ${value}`]));
  return [`# ${endpoint}`, ...lines, ''].join('\n');
}
