import type { CodeLens, Range } from 'vscode-languageserver-types';
import { ROLES, type Role } from '../../../contract/roles';
import type { CommandId, FindingCounts } from '../lsp/messages';
import { safeEdits } from './fix-all';
import { countFindings } from './status';
import type { View } from './view';

/** Lenses above the FROM of the stage that is built. Only commands that the client has are used. */
export function computeCodeLenses(view: View, commands: ReadonlySet<CommandId>): CodeLens[] {
  const { subject, findings } = view.result;
  if (!subject || subject.roles.active.size === 0) return [];
  const range = subject.stage.from.keywordRange;
  const roles = ROLES.filter((role) => subject.roles.active.has(role));
  const lenses: (CodeLens | undefined)[] = [
    lens(
      range,
      commands,
      'sagemaker.declareRole',
      `${roles.length === 1 ? 'Role' : 'Roles'}: ${roles.join(', ')}`,
      view.uri,
    ),
  ];
  for (const { command, title, roles: wanted } of RUN_LENSES) {
    if (wanted.some((role) => subject.roles.active.has(role)))
      lenses.push(lens(range, commands, command, title, view.uri));
  }
  const worst = [...findings].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity))[0];
  if (worst) {
    const title = sentence(countFindings(view.result));
    const fixable = safeEdits(findings).length > 0;
    lenses.push(
      (fixable ? lens(range, commands, 'sagemaker.fixAll', `${title} · Fix what is safe`, view.uri) : undefined) ??
        lens(range, commands, 'sagemaker.showRuleDocumentation', title, worst.rule),
    );
  }
  return lenses.filter((it) => it !== undefined);
}

/** What an image is put to, by the roles in which that makes sense; what is wanted most first. */
const RUN_LENSES: readonly { readonly command: CommandId; readonly title: string; readonly roles: readonly Role[] }[] =
  [
    { command: 'sagemaker.buildImage', title: 'Build', roles: ROLES },
    { command: 'sagemaker.trainLocally', title: 'Train', roles: ['training'] },
    { command: 'sagemaker.serveLocally', title: 'Serve', roles: ['inference', 'multi-model', 'pipeline'] },
    { command: 'sagemaker.processLocally', title: 'Process', roles: ['processing'] },
    { command: 'sagemaker.testContract', title: 'Test contract', roles: ['training', 'inference', 'multi-model'] },
    { command: 'sagemaker.debugTraining', title: 'Debug training', roles: ['training'] },
    { command: 'sagemaker.debugServing', title: 'Debug serving', roles: ['inference', 'multi-model', 'pipeline'] },
  ];

const GRAVITY = ['error', 'warning', 'info', 'hint'] as const;

function lens(
  range: Range,
  commands: ReadonlySet<CommandId>,
  command: CommandId,
  title: string,
  argument: string,
): CodeLens | undefined {
  return commands.has(command) ? { range, command: { title, command, arguments: [argument] } } : undefined;
}

/** `2 errors, 1 warning`. */
function sentence(counts: FindingCounts): string {
  return GRAVITY.filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 || severity === 'info' ? '' : 's'}`)
    .join(', ');
}
