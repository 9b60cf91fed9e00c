import path from 'node:path';
import type { Fidelity } from '../../plan/types';
import { isRecord, at } from '../json-value';
import { pointerNames, pointerPart, shorten } from '../located-json';
import { resolveS3 } from '../overlay';
import type { Finding } from './finding';
import { imagesOf, s3UrisOf } from './members';
import type { Surroundings } from './types';

const INPUTS = /^\/(?:InputDataConfig|ProcessingInputs|TransformInput|HyperParameters)\/|ModelData(?:Url|Source)/;

/** What keeps a request from running on this machine: refused members, and folders that the overlay names in vain. */
export function localChecks(request: unknown, around: Surroundings, fidelity: readonly Fidelity[]): readonly Finding[] {
  const refused = fidelity
    .filter(({ level }) => level === 'refused')
    .map(({ pointer, note }): Finding => {
      const value = at(request, ...pathOf(pointer));
      if (typeof value !== 'string' || !value.startsWith('s3://'))
        return { pointer, severity: 'warning', message: `This can’t run on this machine. ${note}` };
      const message = `Nothing on this machine stands for ${shorten(value)}. Name a folder for it in \`s3\` of the overlay, or run first what writes it.`;
      return { pointer, severity: 'warning', message, unmapped: value };
    });
  const absent = s3UrisOf(request).flatMap(({ path: place, text }): readonly Finding[] => {
    const pointer = place.map(pointerPart).join('');
    const folder = INPUTS.test(pointer) ? resolveS3(around.overlay, text, around.folder) : undefined;
    return folder === undefined || around.exists(folder) ? [] : [missingFolder(pointer, folder)];
  });
  return [...refused, ...absent];
}

/** Entries of an overlay that match nothing, and files of it that aren't there. */
export function overlayLocalChecks(value: unknown, around: Surroundings): readonly Finding[] {
  const s3 = at(value, 's3');
  const uris = around.requests.flatMap(s3UrisOf).map(({ text }) => text);
  const folders = Object.entries(isRecord(s3) ? s3 : {}).flatMap(([prefix, target]): readonly Finding[] => {
    const pointer = `/s3${pointerPart(prefix)}`;
    const isUsed = uris.some((uri) => isWithin(uri, prefix) || isWithin(prefix, uri));
    if (around.requests.length > 0 && prefix.startsWith('s3://') && !isUsed)
      return [inVain(pointer, `No request beside this file names \`${shorten(prefix)}\`: the entry does nothing.`)];
    if (typeof target !== 'string') return [];
    const folder = path.resolve(around.folder, target);
    const isRead = around.requests.some((request) => isInput(request, prefix));
    return isRead && !around.exists(folder) ? [missingFolder(pointer, folder)] : [];
  });
  return [...folders, ...imageFindings(value, around), ...envFileFindings(value, around)];
}

function imageFindings(value: unknown, around: Surroundings): readonly Finding[] {
  const images = at(value, 'images');
  const named = around.requests.flatMap(imagesOf).map(({ text }) => text.replace(/:latest$/, ''));
  return Object.entries(isRecord(images) ? images : {}).flatMap(([image, target]): readonly Finding[] => {
    const pointer = `/images${pointerPart(image)}`;
    if (around.requests.length > 0 && !named.includes(image.replace(/:latest$/, '')))
      return [
        inVain(pointer, `No request beside this file names the image \`${shorten(image)}\`: the entry does nothing.`),
      ];
    const dockerfile = at(target, 'dockerfile');
    if (typeof dockerfile !== 'string' || around.exists(path.resolve(around.folder, dockerfile))) return [];
    return [absentFile(`${pointer}/dockerfile`, dockerfile)];
  });
}

function envFileFindings(value: unknown, around: Surroundings): readonly Finding[] {
  const file = at(value, 'envFile');
  if (typeof file !== 'string' || around.exists(path.resolve(around.folder, file))) return [];
  return [absentFile('/envFile', file)];
}

function missingFolder(pointer: string, folder: string): Finding {
  const message = `There is no ${shorten(folder)}: the container gets no data. Create it, or name another in \`s3\` of the overlay.`;
  return { pointer, severity: 'warning', message, absent: folder };
}

function absentFile(pointer: string, file: string): Finding {
  return {
    pointer,
    severity: 'warning',
    message: `There is no ${shorten(file)}: paths are relative to this file. Correct it.`,
  };
}

function inVain(pointer: string, message: string): Finding {
  return { pointer, severity: 'warning', message: `${message} Correct it, or remove it.`, atName: true };
}

function isInput(request: unknown, prefix: string): boolean {
  return s3UrisOf(request).some(
    ({ path: place, text }) => INPUTS.test(place.map(pointerPart).join('')) && isWithin(text, prefix),
  );
}

/** Whether a URI is at or below another. */
function isWithin(uri: string, prefix: string): boolean {
  const start = prefix.replace(/\/$/, '');
  return uri.replace(/\/$/, '') === start || uri.startsWith(`${start}/`);
}

function pathOf(pointer: string): readonly (string | number)[] {
  return pointerNames(pointer).map((name) => (/^\d+$/.test(name) ? Number(name) : name));
}
