import type { NewImages } from '../requests/replace-image';
import { replaceImages } from '../requests/replace-image';
import type { RequestDocument } from '../requests/types';

/** The request with other images in it: old URI → new URI. */
export function withImages(document: RequestDocument, images: NewImages): RequestDocument {
  switch (document.kind) {
    case 'training-job':
      return { kind: document.kind, request: changed(document.request, images) };
    case 'processing-job':
      return { kind: document.kind, request: changed(document.request, images) };
    case 'transform-job': {
      const { kind, request, model } = document;
      return model === undefined ? document : { kind, request, model: changed(model, images) };
    }
    case 'endpoint':
      return { kind: document.kind, request: changed(document.request, images) };
  }
}

/** The same shape: only strings are exchanged for others. */
function changed<T extends object>(request: T, images: NewImages): T {
  return JSON.parse(replaceImages(JSON.stringify(request), images)) as T;
}
