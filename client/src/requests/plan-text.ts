import type { Fidelity } from '../../../engine/src/plan/types';

/** What a plan's document is made of; the words are those of the user's language. */
export interface PlanParts {
  readonly title: string;
  /** What was found in the request and its overlay. */
  readonly problems: readonly string[];
  /** Undefined: the request has errors, so there is no plan. */
  readonly plan: { readonly dockerRun: string; readonly fidelity: readonly Fidelity[] } | undefined;
  readonly words: PlanWords;
}

export interface PlanWords {
  readonly problems: string;
  readonly commands: string;
  readonly fidelity: string;
  readonly levels: Readonly<Record<Fidelity['level'], string>>;
  readonly member: string;
  readonly note: string;
}

/** What differs from SageMaker comes first. */
const ORDER: readonly Fidelity['level'][] = ['refused', 'approximated', 'ignored', 'honoured'];

/** A plan as a Markdown document that is read as it is: headings fold, the commands can be copied. */
export function planMarkdown({ title, problems, plan, words }: PlanParts): string {
  const blocks = [
    `# ${title}`,
    ...(problems.length === 0 ? [] : [`## ${words.problems}`, problems.map((it) => `* ${it}`).join('\n')]),
    ...(plan === undefined
      ? []
      : [
          `## ${words.fidelity}`,
          ...ORDER.flatMap((level) => levelBlocks(plan.fidelity, level, words)),
          `## ${words.commands}`,
          `\`\`\`sh\n${plan.dockerRun.trimEnd()}\n\`\`\``,
        ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function levelBlocks(fidelity: readonly Fidelity[], level: Fidelity['level'], words: PlanWords): readonly string[] {
  const entries = fidelity.filter((it) => it.level === level);
  if (entries.length === 0) return [];
  const heading = `### ${words.levels[level]} (${entries.length})`;
  if (entries.every(({ note }) => note === '')) return [heading, entries.map((it) => `* \`${it.pointer}\``).join('\n')];
  const width = Math.max(words.member.length, ...entries.map(({ pointer }) => pointer.length + 2));
  const row = (member: string, note: string): string => `| ${member.padEnd(width)} | ${note.replaceAll('|', '\\|')} |`;
  const rows = entries.map(({ pointer, note }) => row(`\`${pointer}\``, note));
  return [heading, [row(words.member, words.note), row('-'.repeat(width), '---'), ...rows].join('\n')];
}

/** Whether a saved file changes a plan: it is the request, or its overlay. */
export function changesPlan(saved: string, plan: { readonly request: string; readonly overlay: string }): boolean {
  return saved === plan.request || saved === plan.overlay;
}
