import type { Range } from 'vscode-languageserver-types';
import { TRAIN_WORD } from '../../../../contract/launch';
import { toolkit } from '../../../../contract/toolkits';
import type { Tri } from '../../context/types';
import type { Related } from '../../lint/finding';
import type { InstalledPackage } from '../../shell/types';
import type { Subject } from '../../subject';
import { knowsPipPackages } from './build-knowledge';
import { baseName } from './places';

/** Packages that put the toolkit's `train` program into the image. */
export function trainingToolkits(subject: Subject): readonly InstalledPackage[] {
  return subject.packages.filter((it) => isPython(it) && toolkit(it.name)?.providesTrain === true);
}

/** Is SageMaker's training toolkit in the image, by pip or by the base? */
export function hasTrainingToolkit(subject: Subject): Tri {
  if (trainingToolkits(subject).length > 0) return 'yes';
  const { row } = subject.stage.base;
  if (!row) return 'unknown';
  if (row.packages.some((it) => toolkit(it)?.providesTrain)) return 'yes';
  if (row.kind === 'sagemaker') return row.train === 'answers' ? 'yes' : 'unknown';
  return knowsPipPackages(subject) && !subject.packages.some(mayBeToolkit) ? 'no' : 'unknown';
}

/** Some other package of SageMaker may depend on the toolkit; the SDK does not. */
function mayBeToolkit(it: InstalledPackage): boolean {
  if (!it.name.includes('sagemaker')) return false;
  const known = toolkit(it.name);
  return known === undefined || known.providesTrain;
}

/** Does `docker run IMAGE train` come to the toolkit's program, or to a program that uses the toolkit as a library? */
export function startsToolkit(subject: Subject): boolean {
  const { chain } = subject.train;
  const named = chain.some(({ argv: [program, ...rest] }) => {
    if (program === undefined || baseName(program) === TRAIN_WORD) return true;
    return rest.some((word) => word === undefined || /\bsagemaker_\w+/.test(word));
  });
  if (named) return true;
  const files = [...chain.map((it) => it.file), ...subject.pythonOf('train').map((it) => it.file)];
  return files.some(
    (file) => file && (file.text === undefined || USES_TOOLKIT.test(file.text.replaceAll(/^[ \t]*#.*$/gm, ''))),
  );
}

const USES_TOOLKIT = /\bsagemaker_(?:training|containers|\w+_container)\b|(?:^|[\s"'`]|\/bin\/)train(?=[\s"'`]|$)/m;

export function isPython(it: InstalledPackage): boolean {
  return it.manager === 'pip' || it.manager === 'conda';
}

/** The line of the requirements file that lists the package. */
export function relatedToPackage(subject: Subject, it: InstalledPackage, message: string): readonly Related[] {
  if (it.listedIn === undefined) return [];
  const range = lineOf(subject.context.fs.read(it.listedIn) ?? '', it.name);
  return range ? [{ file: it.listedIn, range, message }] : [];
}

function lineOf(text: string, name: string): Range | undefined {
  const pattern = new RegExp(name.replaceAll(/[^a-z0-9-]/g, '').replaceAll('-', '[-_.]'), 'i');
  const lines = text.split(/\r?\n/);
  const line = lines.findIndex((it) => pattern.test(it) && !it.trimStart().startsWith('#'));
  return line < 0 ? undefined : { start: { line, character: 0 }, end: { line, character: (lines[line] ?? '').length } };
}
