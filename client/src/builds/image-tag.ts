import { basename, dirname } from 'node:path';
import { plainName } from '../../../engine/src/session/plain-name';

/** Stem of what is made beside a Dockerfile: its own (`train.Dockerfile`, `Dockerfile.train`), else its folder's. */
export function stemOf(dockerfile: string): string {
  const own = basename(dockerfile).replaceAll(/(?:^|\.)(?:dockerfile|containerfile)(?:\.|$)/gi, '');
  return plainName(own === '' ? basename(dirname(dockerfile)) : own);
}

/** The tag of an image that nothing else names. */
export function tagOf(dockerfile: string): string {
  return `${stemOf(dockerfile).toLowerCase()}:latest`;
}
