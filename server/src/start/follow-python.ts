import type { ImageFile } from '../context/types';
import type { PythonFacts, ServerStart } from '../readers/types';
import { followApp } from './follow-app';
import type { Outcome } from './types';
import { baseName, type Step, type Walk } from './walk';

/** What a Python program does with its arguments, and the servers that it starts. */
export function followPython(file: ImageFile, step: Step, walk: Walk): Outcome {
  const facts = walk.inputs.python(file);
  if (!facts) {
    walk.complete = false;
    return { kind: 'runs' };
  }
  for (const server of serversAsStarted(file, facts, step, walk)) {
    walk.servers.push({ server, file });
    if (server.app !== undefined) followApp(server.app, walk);
  }
  const { positionalChoices } = facts;
  if (positionalChoices && step.wordAt === 1 && step.word !== undefined && !positionalChoices.includes(step.word)) {
    return {
      kind: 'rejects',
      why: `\`${baseName(file.path)}\` does not know the word \`${step.word}\``,
      range: file.range,
      knows: positionalChoices,
    };
  }
  const missing = missingArguments(facts, step);
  if (missing !== undefined) {
    const why = `\`${baseName(file.path)}\` ends with an error unless it is given ${missing}`;
    return { kind: 'rejects', why, range: file.range, wantsMore: true };
  }
  if (facts.rejectsExtraArgument && step.wordAt !== undefined) {
    return {
      kind: 'rejects',
      why: `\`${baseName(file.path)}\` parses its arguments and does not know \`${step.word ?? ''}\``,
      range: file.range,
    };
  }
  return { kind: 'runs' };
}

/** What the program insists on and the command line does not give, in words. */
function missingArguments({ requires }: PythonFacts, step: Step): string | undefined {
  const args = step.argv.slice(1);
  if (!requires || step.wordAt === undefined || !args.every((it) => it !== undefined)) return undefined;
  const option = requires.options.find((flags) =>
    flags.every((flag) => !args.some((it) => it === flag || it.startsWith(`${flag}=`))),
  );
  if (option) return `\`${option.at(-1) ?? ''}\``;
  return args.length === 1 && requires.words > 1 ? `${requires.words} words` : undefined;
}

/** Where a server binds may be told by the arguments of the program. */
function serversAsStarted(file: ImageFile, facts: PythonFacts, step: Step, walk: Walk): readonly ServerStart[] {
  const args = step.argv.slice(1);
  const told = facts.usesOptions && facts.servers.some((it) => it.dynamic || it.unknowns.length > 0);
  if (!told || !args.every((it) => it !== undefined)) return facts.servers;
  return walk.inputs.python(file, args)?.servers ?? facts.servers;
}
