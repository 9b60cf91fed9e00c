/** The name of a step taken apart: `[train 2/5] RUN make`. */
export interface StepName {
  readonly name: string;
  readonly stage: string | undefined;
  readonly step: number | undefined;
  readonly of: number | undefined;
}

/** Reads the names that BuildKit's Dockerfile frontend gives: `[linux/amd64 stage-1  2/12] COPY . .`. */
export function parseStepName(text: string): StepName {
  const match = /^\[([^\]]*?)\s*(\d+)\/(\d+)\]\s+(.*)$/s.exec(text);
  if (match === null) {
    return { name: text, stage: undefined, step: undefined, of: undefined };
  }
  const [, before = '', step, of, name = ''] = match;
  // A platform stands in front of the stage when there are several.
  const stage = before.split(/\s+/).filter((word) => !/^\w+\/\w+(\/\w+)?(->\S+)?$/.test(word));
  return { name, stage: stage.at(-1) || undefined, step: Number(step), of: Number(of) };
}
