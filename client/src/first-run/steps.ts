import { l10n, QuickInputButtons, ThemeIcon, window } from 'vscode';
import type { QuickInputButton, QuickPickItem } from 'vscode';

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

/**
 * Asks one step after the other, with a way back. What is asked may depend on the answers so far; it must not change what
 * was asked before. Undefined: cancelled.
 */
export async function askSteps<T>(
  title: string,
  stepsFor: readonly Step<(answers: T) => T>[] | ((answers: T) => readonly Step<(answers: T) => T>[]),
  start: T,
): Promise<T | undefined> {
  const made: T[] = [start];
  for (;;) {
    const before = made.at(-1);
    if (before === undefined) break;
    const steps = typeof stepsFor === 'function' ? stepsFor(before) : stepsFor;
    const step = steps[made.length - 1];
    if (step === undefined) break;
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
  return shown(input, () => input.selectedItems[0]);
}

/** What an input box asks for; `value`: what is in it at first. */
export interface Typed {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value?: string;
  readonly wrong: (text: string) => string | undefined;
}

/** Asks for a text. A button does what Enter does: nobody has to leave the mouse for it. */
export function type(
  { title, step, totalSteps }: Place,
  { prompt, placeholder, value = '', wrong }: Typed,
): Promise<{ readonly text: string } | 'back' | undefined> {
  const input = window.createInputBox();
  Object.assign(input, { title, step, totalSteps, prompt, placeholder, value, ignoreFocusOut: true });
  const next: QuickInputButton = { iconPath: new ThemeIcon('check'), tooltip: l10n.t('Continue (Enter)') };
  input.buttons = step > 1 ? [QuickInputButtons.Back, next] : [next];
  input.onDidChangeValue((text) => {
    input.validationMessage = wrong(text) ?? '';
  });
  return shown(input, () => (wrong(input.value) === undefined ? { text: input.value } : undefined));
}

interface Shown extends Disposing {
  show(): void;
  readonly onDidAccept: (listener: () => void) => Disposing;
  readonly onDidTriggerButton: (listener: (button: QuickInputButton) => void) => Disposing;
  readonly onDidHide: (listener: () => void) => Disposing;
}

function shown<T>(input: Shown, accepted: () => T | undefined): Promise<T | 'back' | undefined> {
  return new Promise((resolve) => {
    const end = (answer: T | 'back' | undefined): void => {
      resolve(answer);
      input.dispose();
    };
    const accept = (): void => {
      const answer = accepted();
      if (answer !== undefined) end(answer);
    };
    input.onDidAccept(accept);
    input.onDidTriggerButton((button) => {
      if (button === QuickInputButtons.Back) end('back');
      else accept();
    });
    input.onDidHide(() => {
      end(undefined);
    });
    input.show();
  });
}
