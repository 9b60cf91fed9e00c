import type { MachineFinding, MachinePart, MachineState } from '../../../engine/src/session/doctor';

/** The sentences of the page, in the user's language. */
export interface MachineWords {
  readonly title: string;
  /** What it comes to, by whether containers run. */
  readonly runs: string;
  readonly runsNot: string;
  readonly remedies: string;
  readonly part: string;
  readonly state: string;
  readonly found: string;
  readonly parts: Readonly<Record<MachinePart, string>>;
  readonly states: Readonly<Record<MachineState, string>>;
}

/** What of this machine's was found, as a Markdown page: what it comes to, a table, and what can be done. */
export function machineMarkdown(findings: readonly MachineFinding[], words: MachineWords): string {
  const runs = findings.every(({ state }) => state !== 'missing');
  const rows = findings.map(
    ({ what, state, text }) =>
      `| ${words.parts[what]} | ${words.states[state].replaceAll(' ', '\u00a0')} | ${inCell(sentence(text))} |`,
  );
  const remedies = findings.flatMap(({ what, remedy }) =>
    remedy === undefined ? [] : [`* **${words.parts[what]}:** ${remedy}`],
  );
  return [
    `# ${words.title}`,
    '',
    runs ? words.runs : words.runsNot,
    '',
    `| ${words.part} | ${words.state} | ${words.found} |`,
    '| --- | --- | --- |',
    ...rows,
    ...(remedies.length === 0 ? [] : ['', `## ${words.remedies}`, '', ...remedies]),
    '',
  ].join('\n');
}

/** `linux/amd64` at its start stays as it is. */
function sentence(text: string): string {
  if (/^\w+\//.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\r?\n/g, '<br>');
}
