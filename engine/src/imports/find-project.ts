import type { ProjectFiles } from './files';
import type { FoundProject } from './found-project';
import { findLocalMode } from './local-mode';
import { findLocalTest } from './local-test';
import { findModuleTool } from './module-tools';

/**
 * The project of another tool in a folder: what was found, and the request files that come of it. `name`: the folder's own.
 * Undefined: none that is known.
 */
export function findProject(files: ProjectFiles, name: string): FoundProject | undefined {
  return findModuleTool(files, name) ?? findLocalTest(files, name) ?? findLocalMode(files, name);
}
