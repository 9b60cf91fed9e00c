import { QuickInputButtons, window } from 'vscode';
import type { QuickPickItem } from 'vscode';

interface Disposing {
  dispose(): void;
}

/** Answer of a step: a value, back to the step before, or the end of it all. */
export type Step<T> = (place: Place) => Promise<T | 'back' | undefined>;

export interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks one step after the other, with a way back. Undefined: cancelled. */
export async function askSteps<T>(
  title: string,
  steps: readonly Step<(answers: T) => T>[],
  start: T,
): Promise<T | undefined> {
  const made: T[] = [start];
  while (made.length <= steps.length) {
    const step = steps[made.length - 1];
    const before = made.at(-1);
    if (step === undefined || before === undefined) break;
    const answer = await step({ title, step: made.length, totalSteps: steps.length });
    if (answer === undefined) return undefined;
    if (answer === 'back') made.pop();
    else made.push(answer(before));
  }
  return made.at(-1);
}

export function pick<I extends QuickPickItem>(
  { title, step, totalSteps }: Place,
  items: readonly I[],
  placeholder: string,
): Promise<I | 'back' | undefined> {
  const input = window.createQuickPick<I>();
  Object.assign(input, { title, step, totalSteps, placeholder, items, ignoreFocusOut: true });
  if (step > 1) input.buttons = [QuickInputButtons.Back];
  return shown(input, () => input.selectedItems[0], [input.onDidTriggerButton]);
}

export function type(
  { title, step, totalSteps }: Place,
  prompt: string,
  placeholder: string,
  wrong: (text: string) => string | undefined,
): Promise<{ readonly text: string } | 'back' | undefined> {
  const input = window.createInputBox();
  Object.assign(input, { title, step, totalSteps, prompt, placeholder, ignoreFocusOut: true });
  if (step > 1) input.buttons = [QuickInputButtons.Back];
  input.onDidChangeValue((text) => {
    input.validationMessage = wrong(text) ?? '';
  });
  return shown(input, () => (wrong(input.value) === undefined ? { text: input.value } : undefined), [
    input.onDidTriggerButton,
  ]);
}

interface Shown extends Disposing {
  show(): void;
  readonly onDidAccept: (listener: () => void) => Disposing;
  readonly onDidHide: (listener: () => void) => Disposing;
}

function shown<T>(
  input: Shown,
  accepted: () => T | undefined,
  backs: readonly ((listener: () => void) => Disposing)[],
): Promise<T | 'back' | undefined> {
  return new Promise((resolve) => {
    const end = (answer: T | 'back' | undefined): void => {
      resolve(answer);
      input.dispose();
    };
    input.onDidAccept(() => {
      const answer = accepted();
      if (answer !== undefined) end(answer);
    });
    for (const back of backs) {
      back(() => {
        end('back');
      });
    }
    input.onDidHide(() => {
      end(undefined);
    });
    input.show();
  });
}
