import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { extensions } from 'vscode';
import { member } from '../member';

/** The extension that debugs Python. */
export const PYTHON_DEBUGGER = 'ms-python.debugpy';

/** Type of the debug configurations of the Python debugger; undefined: none is installed. */
export function pythonType(): string | undefined {
  const types = extensions.all.flatMap(({ packageJSON }) => debuggerTypes(packageJSON));
  return ['debugpy', 'python'].find((type) => types.includes(type));
}

/** Folder with the copy of debugpy that the extension brings, for images without one. */
export function bundledDebugpy(): string | undefined {
  const extension = extensions.getExtension(PYTHON_DEBUGGER);
  const folder = extension && join(extension.extensionPath, 'bundled', 'libs');
  return folder !== undefined && existsSync(join(folder, 'debugpy')) ? folder : undefined;
}

function debuggerTypes(packageJson: unknown): readonly unknown[] {
  const contributes = member(packageJson, 'contributes');
  const debuggers = member(contributes, 'debuggers');
  return Array.isArray(debuggers) ? debuggers.map((one: unknown) => member(one, 'type')) : [];
}
