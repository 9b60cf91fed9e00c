/** What a failed test tells, as Markdown: what was seen, what SageMaker requires, what to do. */
export interface FailureParts {
  readonly evidence: readonly string[];
  readonly requirements: readonly { readonly id: string; readonly statement: string }[];
  readonly remedy: string | undefined;
}

export function failureText({ evidence, requirements, remedy }: FailureParts): string {
  const seen = evidence.length === 0 ? [] : [fenced(evidence.join('\n'))];
  const required = requirements.map(({ id, statement }) => `**${id}** ${statement}`);
  return [...seen, ...required, ...(remedy === undefined ? [] : [remedy])].join('\n\n');
}

/** A fence that no line of the text ends. The blank is for VS Code's form of one line, where what follows comes right behind. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text} \n${fence}`;
}

/** Titles are Markdown, labels of tests are not. */
export function plainTitle(title: string): string {
  return title.replaceAll('`', '');
}
