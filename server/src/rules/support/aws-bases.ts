import type { Range } from 'vscode-languageserver-types';
import { recogniseImage, recogniseLoosely, type RecognisedImage } from '../../../../contract/images/recognise';
import type { Stage, Word } from '../../dockerfile/types';
import { replace } from './edits';
import type { Edit } from '../../lint/finding';
import type { Subject } from '../../subject';
import { builtStages } from './built-stages';

/** FROM of a stage that is built, when it names a prebuilt AWS image. */
export interface AwsBase {
  readonly stage: Stage;
  readonly image: RecognisedImage;
  /** False when the tag is a variable without a value: then nothing is known of it. */
  readonly tagKnown: boolean;
}

/** The AWS images that the build of the target pulls; with variables in account, region or tag as far as the rest tells. */
export function awsBases(subject: Subject): readonly AwsBase[] {
  return outsideImages(subject).flatMap(({ stage, reference }): readonly AwsBase[] => {
    if (reference !== undefined) {
      const image = recogniseImage(reference);
      return image ? [{ stage, image, tagKnown: true }] : [];
    }
    const loose = recogniseLoosely(stage.image.raw);
    if (loose) return [{ stage, image: loose, tagKnown: true }];
    const untagged = /^([^$:]{1,400}):[^/]*\$[^/]*$/.exec(stage.image.raw)?.[1];
    const image = untagged === undefined ? undefined : recogniseImage(untagged);
    return image ? [{ stage, image, tagKnown: false }] : [];
  });
}

/** Stages that are built on an image outside the file; `reference` is undefined when it is not known. */
export function outsideImages(
  subject: Subject,
): readonly { readonly stage: Stage; readonly reference: string | undefined }[] {
  return builtStages(subject)
    .filter((it) => !it.parent)
    .map((stage) => ({ stage, reference: stage.base.reference.known ? stage.base.reference.value : undefined }));
}

/** The range of a piece of the image reference, where it is written: in FROM itself, else in the ARG that gives it. */
export function pieceRange(subject: Subject, stage: Stage, piece: string): Range | undefined {
  const { image } = stage;
  const own = rangeIn(subject, image, piece);
  if (own) return own;
  for (const instruction of subject.dockerfile.globalArgs) {
    for (const { name, value } of instruction.pairs) {
      const used = image.variables.includes(name.raw);
      // A short piece such as the tag `1` may stand in the wrong place by chance.
      const telling = value && (piece.length >= 6 || value.raw.replace(/^["']|["']$/g, '') === piece);
      const range = used && telling ? rangeIn(subject, value, piece) : undefined;
      if (range) return range;
    }
  }
  return undefined;
}

/** Replaces a piece of the image reference; undefined when it isn't written in one place. */
export function replacePiece(subject: Subject, stage: Stage, piece: string, text: string): Edit | undefined {
  const range = pieceRange(subject, stage, piece);
  return range && replace(range, text);
}

function rangeIn({ dockerfile }: Subject, word: Word, piece: string): Range | undefined {
  const start = dockerfile.offsetAt(word.range.start);
  const text = dockerfile.text.slice(start, dockerfile.offsetAt(word.range.end));
  const at = piece === '' ? -1 : text.indexOf(piece);
  if (at < 0 || text.indexOf(piece, at + 1) >= 0) return undefined;
  return dockerfile.range(start + at, start + at + piece.length);
}
