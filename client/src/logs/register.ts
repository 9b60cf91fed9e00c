import { commands, Disposable, l10n, Location, Position, TerminalLink, Uri, window, workspace } from 'vscode';
import { shownCommand } from '../commands/shown-command';
import type { Ref } from '../connections/connection';
import { refIn } from '../connections/ref-in';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { showLine } from '../show-line';
import { dockerfileLine } from './dockerfile-line';
import { dockerfilesOf, jobFileOf } from './job-files';
import { logLinks } from './log-links';
import type { LogLink } from './log-links';
import { metricsText } from './log-words';
import { registerRequirementPages, showRequirement } from './requirement-pages';
import { saveLog } from './save-log';

class Link extends TerminalLink {
  constructor(
    readonly link: LogLink,
    readonly ref: Ref,
  ) {
    super(link.start, link.length, tooltipOf(link));
  }
}

/** What leads from a log to elsewhere: links in its lines, and saving it as a file. */
export function registerLogs(parts: Parts): Disposable {
  const { logs, log, context, connections, askServer } = parts;
  const rules = ruleIds(context.extensionUri);
  const failed = (error: unknown): Promise<void> => showError(error, log);
  return Disposable.from(
    registerRequirementPages(),
    window.registerTerminalLinkProvider({
      provideTerminalLinks: async ({ line, terminal }) => {
        const ref = logs.refOf(terminal);
        if (ref === undefined) return [];
        const known = await rules;
        const { isRequirementId } = await loadEngine();
        const isRule = (id: string): boolean => known.has(id);
        return logLinks(line, { isRequirement: isRequirementId, isRule, metrics: metricsText() }).map(
          (link) => new Link(link, ref),
        );
      },
      handleTerminalLink: (clicked: Link) => follow(clicked, askServer).catch(failed),
    }),
    shownCommand(log, 'sagemaker.saveLog', (target) =>
      saveLog(refIn(target, connections.all) ?? (window.activeTerminal && logs.refOf(window.activeTerminal))),
    ),
  );
}

async function follow({ link, ref }: Link, askServer: Parts['askServer']): Promise<void> {
  switch (link.kind) {
    case 'script': {
      const file = await jobFileOf(link.path, ref, askServer);
      if (file !== undefined) await showLine(new Location(file, new Position(link.line - 1, 0)));
      else {
        void window.showInformationMessage(l10n.t('No file of the workspace is like {0} of the container.', link.path));
      }
      return;
    }
    case 'dockerfile': {
      const place = await dockerfileLine(link.line, link.keyword, dockerfilesOf(ref));
      if (place !== undefined) await showLine(place);
      return;
    }
    case 'requirement':
      await showRequirement(link.id);
      return;
    case 'rule':
      await commands.executeCommand('sagemaker.showRuleDocumentation', link.id);
      return;
    case 'metrics':
      await commands.executeCommand('sagemaker.showMetrics', ref);
  }
}

function tooltipOf(link: LogLink): string {
  switch (link.kind) {
    case 'script':
      return l10n.t('Open the file of the workspace');
    case 'dockerfile':
      return l10n.t('Open the Dockerfile');
    case 'requirement':
    case 'rule':
      return l10n.t('What SageMaker requires');
    case 'metrics':
      return l10n.t('A chart of the metrics of this job');
  }
}

async function ruleIds(extension: Uri): Promise<ReadonlySet<string>> {
  const entries = await Promise.resolve(workspace.fs.readDirectory(Uri.joinPath(extension, 'docs', 'rules'))).catch(
    () => [],
  );
  return new Set(entries.map(([name]) => name.replace(/\.md$/, '')));
}
