import { EventEmitter, l10n, Uri, workspace } from 'vscode';
import type { MachineFinding } from '../../../engine/src/session/doctor';
import { showMarkdown } from '../show-markdown';
import { machineMarkdown } from './machine-text';
import type { MachineWords } from './machine-text';

const SCHEME = 'sagemaker-machine';
const PAGE = Uri.from({ scheme: SCHEME, path: '/This Machine.md' });

export interface MachinePage {
  /** Opens the page, or brings the one that is open up to date. */
  show(findings: readonly MachineFinding[]): Promise<void>;
  dispose(): void;
}

/** The read-only page about this machine. */
export function createMachinePage(): MachinePage {
  const changes = new EventEmitter<Uri>();
  let text = '';
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: () => text,
  });
  return {
    show: async (findings) => {
      text = machineMarkdown(findings, words());
      changes.fire(PAGE);
      await showMarkdown(PAGE);
    },
    dispose: () => {
      provider.dispose();
      changes.dispose();
    },
  };
}

function words(): MachineWords {
  return {
    title: l10n.t('This machine'),
    runs: l10n.t('Containers for SageMaker can be built and run here.'),
    runsNot: l10n.t(
      'Containers can’t be built or run here yet: no Docker Engine answers. Dockerfiles and requests are checked all the same.',
    ),
    remedies: l10n.t('What you can do'),
    part: l10n.t('Part'),
    state: l10n.t('State'),
    found: l10n.t('What was found'),
    parts: {
      engine: l10n.t('Docker Engine'),
      builds: l10n.t('Builds'),
      gpu: l10n.t('GPUs'),
      platforms: l10n.t('Platform'),
      aws: l10n.t('AWS'),
    },
    states: { ok: l10n.t('✓ ready'), limited: l10n.t('– limited'), missing: l10n.t('✗ missing') },
  };
}
