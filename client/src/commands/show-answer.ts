import { l10n, window, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import { answerDetails } from './answer-details';
import type { AnswerHead, Sent } from './answer-details';

/** Says in a line how an endpoint answered; its button opens the headers and the times. */
export function tellAnswer(endpoint: string, sent: Sent, answer: AnswerHead): void {
  const { status, contentType, invokedProductionVariant: variant, size, took } = answer;
  const about = [...(status === undefined ? [] : [status]), contentType ?? l10n.t('no content type'), variant];
  const said = l10n.t('{0} answered: {1}, {2} bytes in {3} ms', endpoint, about.join(', '), size, took);
  void offerDetails(said, answerDetails(endpoint, sent, answer, l10n));
}

async function offerDetails(said: string, content: string): Promise<void> {
  const show = l10n.t('Headers and Times');
  if ((await window.showInformationMessage(said, show)) !== show) return;
  await window.showTextDocument(await workspace.openTextDocument({ language: 'yaml', content }));
}

/** Opens an answer as a document. */
export async function openAnswer(text: string, language: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument({ content: text, language });
  await window.showTextDocument(document, { preview: true });
  return document;
}
