import { Diagnostic, DiagnosticSeverity, languages, Range, Uri, workspace } from 'vscode';
import type { BuildPlace } from './build-place';

/** Errors of builds in the Dockerfile, each until the next build of it. */
export interface BuildProblems {
  set(place: BuildPlace, message: string): Promise<void>;
  clear(dockerfile: string): void;
  dispose(): void;
}

export function createBuildProblems(): BuildProblems {
  const collection = languages.createDiagnosticCollection('sagemaker-build');
  return {
    set: async ({ file, line }, message) => {
      const uri = Uri.file(file);
      const document = await workspace.openTextDocument(uri);
      const range = document.lineAt(Math.min(Math.max(line, 1), document.lineCount) - 1).range;
      const problem = new Diagnostic(new Range(range.start, range.end), message, DiagnosticSeverity.Error);
      problem.source = 'sagemaker build';
      collection.set(uri, [problem]);
    },
    clear: (dockerfile) => {
      collection.delete(Uri.file(dockerfile));
    },
    dispose: () => {
      collection.dispose();
    },
  };
}
