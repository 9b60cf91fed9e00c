import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { plainName } from '../../engine/src/session/plain-name';
import { UsageError } from './usage';

/** What the user names to run: a request document, something to build, or an image that is there. */
export type Subject =
  | { readonly kind: 'request'; readonly path: string }
  | { readonly kind: 'dockerfile'; readonly dockerfile: string }
  | { readonly kind: 'image'; readonly image: string };

/** Files and folders win over images of the same name. Paths are absolute. */
export function subjectOf(text: string, cwd: string): Subject {
  const path = resolve(cwd, text);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    const name = ['Dockerfile', 'Containerfile'].find((it) => statSync(join(path, it), { throwIfNoEntry: false }));
    if (name === undefined) throw new UsageError(`There is no Dockerfile in ${text}.`);
    return { kind: 'dockerfile', dockerfile: join(path, name) };
  }
  if (found !== undefined)
    return /\.json$/i.test(text) ? { kind: 'request', path } : { kind: 'dockerfile', dockerfile: path };
  if (/^[.~]?[\\/]|^\.\.?[\\/]|\.json$|dockerfile$/i.test(text)) throw new UsageError(`There is no ${text}.`);
  return { kind: 'image', image: text };
}

/** A name for what is run, of letters, digits and hyphens: the folder of a Dockerfile, the last part of an image. */
export function nameOfSubject(subject: Subject): string {
  const text =
    subject.kind === 'image'
      ? (/([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(subject.image)?.[1] ?? 'image')
      : basename(dirname(subject.kind === 'request' ? subject.path : subject.dockerfile));
  return plainName(text);
}
