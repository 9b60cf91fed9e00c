import { l10n, Location, Position, Uri, window, workspace } from 'vscode';
import { DOCKERFILES, NOT_IN } from '../workspace-files';

/**
 * A line (from 1) of the Dockerfile that has such an instruction there: one of the job's, where these are known, else of
 * the workspace's; the user chooses when there are several. Undefined: there is none, or the user has cancelled.
 */
export async function dockerfileLine(
  line: number,
  keyword: string | undefined,
  ofJob: readonly string[],
): Promise<Location | undefined> {
  const all = ofJob.length > 0 ? ofJob.map((path) => Uri.file(path)) : await dockerfilesOfWorkspace();
  const fitting = await Promise.all(
    all.map(async (uri) => {
      const text = new TextDecoder().decode(await workspace.fs.readFile(uri)).split('\n')[line - 1] ?? '';
      return keyword === undefined || text.trimStart().toUpperCase().startsWith(keyword) ? [uri] : [];
    }),
  );
  const found = fitting.flat();
  const candidates = found.length > 0 ? found : all;
  if (candidates.length === 0) void window.showInformationMessage(l10n.t('There is no Dockerfile in the workspace.'));
  const [first] = candidates;
  const chosen =
    candidates.length < 2
      ? first
      : (
          await window.showQuickPick(
            candidates.map((uri) => ({ label: workspace.asRelativePath(uri), uri })),
            { placeHolder: l10n.t('The Dockerfile that was built') },
          )
        )?.uri;
  return chosen && new Location(chosen, new Position(line - 1, 0));
}

async function dockerfilesOfWorkspace(): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(DOCKERFILES, NOT_IN);
  return found.filter(({ path }) => !path.endsWith('.dockerignore'));
}
