import * as vscode from 'vscode';
import { fileUri } from './support';

/** Writes `tasks.json`, and resolves when VS Code has read it. */
export async function writeTasks(tasks: readonly object[]): Promise<void> {
  const known = new Promise<void>((resolve) => {
    const subscription = vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('tasks')) return;
      subscription.dispose();
      resolve();
    });
  });
  const text = JSON.stringify({ version: '2.0.0', tasks });
  await vscode.workspace.fs.writeFile(fileUri('.vscode/tasks.json'), Buffer.from(text));
  await known;
}

/** The next execution of a task. To be called before the task is run. */
export function taskStarted(label: string): Promise<vscode.TaskExecution> {
  return new Promise((resolve) => {
    const subscription = vscode.tasks.onDidStartTask(({ execution }) => {
      if (execution.task.name !== label) return;
      subscription.dispose();
      resolve(execution);
    });
  });
}

/** The exit code of the next execution of a task. To be called before the task is run. */
export function taskEnded(label: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== label) return;
      subscription.dispose();
      resolve(exitCode);
    });
  });
}
