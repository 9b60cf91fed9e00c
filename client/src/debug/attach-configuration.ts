import type { DebugConfiguration } from 'vscode';
import type { DebugAddress } from '../../../engine/src/debug/until-listening';
import type { PathMapping } from './path-mappings';

/** What the user may say of the debugging itself; the rest is found out. */
export interface DebugWishes {
  readonly name: string;
  readonly justMyCode: boolean;
}

/** How the debugger of the language attaches to the container. `pythonType`: of the Python debugger that is installed. */
export function attachConfiguration(
  { language, host, port }: DebugAddress,
  mappings: readonly PathMapping[],
  { name, justMyCode }: DebugWishes,
  pythonType: string,
): DebugConfiguration {
  if (language === 'python') {
    return {
      type: pythonType,
      request: 'attach',
      name,
      connect: { host, port },
      pathMappings: mappings.map((mapping) => ({ ...mapping })),
      justMyCode,
      // Servers fork their workers, and toolkits start the script.
      subProcess: true,
    };
  }
  const [first] = mappings;
  return {
    type: 'node',
    request: 'attach',
    name,
    address: host,
    port,
    ...(first === undefined ? {} : first),
    skipFiles: justMyCode ? ['<node_internals>/**', '**/node_modules/**'] : ['<node_internals>/**'],
    continueOnAttach: true,
  };
}
