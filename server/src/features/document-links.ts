import type { DocumentLink } from 'vscode-languageserver-types';
import { joinPath } from '../context/paths';
import type { CopySource } from '../context/types';
import type { Subject } from '../subject';
import { imageDocumentation } from './image-docs';
import { imageOf } from './image-of';
import type { View } from './view';

/** Prebuilt images lead to their page, sources of COPY and ADD to the file in the build context. */
export function computeDocumentLinks(view: View, pathToUri: (path: string) => string): DocumentLink[] {
  const subject = view.result.subject;
  if (!subject) return [];
  const images = subject.dockerfile.stages.flatMap((stage): DocumentLink[] => {
    const image = imageOf(stage);
    if (!image) return [];
    return [
      { range: stage.image.range, target: imageDocumentation(image), tooltip: `${image.family.name} on SageMaker` },
    ];
  });
  const sources = subject.files.copies.flatMap((copy) => {
    if (copy.from !== undefined) return [];
    return copy.sources.flatMap((source) => link(subject, source, pathToUri));
  });
  return [...images, ...sources];
}

/** Only to a file that is there: a folder or a pattern opens nothing. */
function link({ context }: Subject, source: CopySource, pathToUri: (path: string) => string): readonly DocumentLink[] {
  if (
    context.root === undefined ||
    source.pattern === undefined ||
    source.state === 'missing' ||
    source.state === 'unchecked'
  )
    return [];
  const path = joinPath(context.root, source.pattern.replace(/^\/+/, ''));
  if (context.fs.stat(path)?.type !== 'file') return [];
  return [{ range: source.range, target: pathToUri(path) }];
}
