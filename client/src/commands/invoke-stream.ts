import { l10n, workspace, WorkspaceEdit } from 'vscode';
import type { TextDocument } from 'vscode';
import type { Ref } from '../connections/connection';
import { withCancel } from '../progress';
import { isAborted } from '../show-error';
import { languageOf } from './answer-text';
import type { Payload } from './choose-payload';
import { openAnswer, tellAnswer } from './show-answer';

/** Sends a payload, and writes the answer into a document while it comes. Cancel keeps what has come. */
export function invokeStream({ connection, name }: Ref, payload: Payload): Promise<TextDocument> {
  const { body, contentType } = payload;
  return withCancel(l10n.t('Invoking {0}', name), async (signal, progress) => {
    const before = performance.now();
    const since = (): number => Math.round(performance.now() - before);
    const sagemaker = await connection.sagemaker();
    const answer = await sagemaker.invokeEndpointWithResponseStream(name, { body, contentType }, signal);
    const document = await openAnswer('', languageOf(answer.contentType));
    const decoder = new TextDecoder();
    let [size, firstByte] = [0, since()];
    try {
      for await (const piece of answer.body) {
        if (size === 0) firstByte = since();
        size += piece.length;
        await append(document, decoder.decode(piece, { stream: true }));
        progress.report({ message: l10n.t('{0} bytes', size) });
      }
    } catch (error) {
      if (!isAborted(error) && !signal.aborted) throw error;
    }
    const { body: _, ...head } = answer;
    tellAnswer(name, { contentType, size: body.length }, { ...head, size, firstByte, took: since() });
    return document;
  });
}

async function append(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(document.getText().length), text);
  await workspace.applyEdit(edit);
}
