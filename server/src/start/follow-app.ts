import { findModule } from './find-module';
import { pushFile } from './links';
import type { Walk } from './walk';

/** `module:app` → the Python file, so that its routes can be read. */
export function followApp(app: string, walk: Walk): void {
  const module = app.split(':')[0] ?? '';
  const file = findModule(module, walk);
  if (file) pushFile(file, walk);
  else walk.complete = false;
}
