import type { ImageFile } from './context/types';
import { memo } from './lazy';
import type { Remembered } from './remembered';
import type { NginxFacts, PythonFacts, ShellScriptFacts } from './readers/types';
import { languageOf } from './start/language';
import type { StartInputs } from './start/walk';

export interface FileReaders {
  readonly python: (file: ImageFile) => PythonFacts | undefined;
  readonly script: (file: ImageFile) => ShellScriptFacts | undefined;
  readonly nginx: (file: ImageFile) => NginxFacts | undefined;
  /** For a file that a start runs: its interpreter is then known, whatever the file is called. */
  readonly run: Pick<StartInputs, 'python' | 'script'>;
}

/** Reads files of the image as what they are, each once. */
export function createFileReaders(remembered: Remembered): FileReaders {
  const ranAsPython = new Set<ImageFile>();
  const asPython = memo((file: ImageFile) => (file.text === undefined ? undefined : remembered.python(file.text)));
  const asScript = memo((file: ImageFile) => (file.text === undefined ? undefined : remembered.script(file.text)));
  const asNginx = memo((file: ImageFile) => (file.text === undefined ? undefined : remembered.nginx(file.text)));
  return {
    python: (file) => (languageOf(file) === 'python' || ranAsPython.has(file) ? asPython(file) : undefined),
    script: (file) => (mayBeShell(file) ? asScript(file) : undefined),
    nginx: asNginx,
    run: {
      python: (file, args) => {
        ranAsPython.add(file);
        return args === undefined || file.text === undefined ? asPython(file) : remembered.python(file.text, args);
      },
      script: (file, args, mark) =>
        args === undefined || file.text === undefined ? asScript(file) : remembered.script(file.text, args, mark),
    },
  };
}

/** A program of another language, by its first line or its ending, is never read as a shell script. */
function mayBeShell(file: ImageFile): boolean {
  const language = languageOf(file);
  if (language !== 'other') return language === 'shell';
  return file.text?.startsWith('#!') === false && !/\.(?:R|r|jl|js|mjs|pl|rb|java|lua)$/.test(file.path);
}
