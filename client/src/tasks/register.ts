import { CustomExecution, l10n, Task, TaskGroup, tasks, TaskScope, workspace } from 'vscode';
import type { Disposable, TaskDefinition, TaskProvider, Uri } from 'vscode';
import { bad } from '../logs/log-text';
import type { Parts } from '../parts';
import { readDefinition, taskName } from './definition';
import { findTasks } from './found-tasks';
import type { FoundTask } from './found-tasks';
import { runTask } from './run-task';
import { taskTerminal } from './task-terminal';

const TYPE = 'sagemaker';

type Scope = NonNullable<Task['scope']>;

/** Tasks of type `sagemaker`: found ones, and those that a `tasks.json` defines. */
export function registerTasks(parts: Parts): Disposable {
  const provider: TaskProvider = {
    provideTasks: async () => (await findTasks(parts)).map((found) => taskOf(parts, definitionOf(found), found.folder)),
    resolveTask: ({ definition, scope, name }) => {
      const read = readDefinition(definition);
      return typeof read === 'string' ? undefined : taskOf(parts, definition, scope ?? TaskScope.Workspace, name);
    },
  };
  return tasks.registerTaskProvider(TYPE, provider);
}

function definitionOf({ action, dockerfile, request }: FoundTask): TaskDefinition {
  return {
    type: TYPE,
    action,
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(request === undefined ? {} : { request }),
  };
}

/** The definition is handed on as it is: VS Code knows the task again by it. */
function taskOf(parts: Parts, definition: TaskDefinition, scope: Scope, name?: string): Task {
  const read = readDefinition(definition);
  const title = name ?? (typeof read === 'string' ? TYPE : taskName(read));
  const action = typeof read === 'string' ? undefined : read.action;
  const execution = new CustomExecution((resolved) =>
    Promise.resolve(
      taskTerminal((write, signal) => run(parts, resolved, scope, write, signal), l10n.t('The task was cancelled.')),
    ),
  );
  const matchers = action === 'build' ? ['$sagemaker-build'] : action === 'serve' ? ['$sagemaker-serve'] : [];
  const task = new Task(definition, scope, title, TYPE, execution, matchers);
  if (action === 'build') task.group = TaskGroup.Build;
  if (action === 'test') task.group = TaskGroup.Test;
  task.isBackground = action === 'serve';
  return task;
}

/** `definition`: with its variables replaced. */
async function run(
  parts: Parts,
  definition: TaskDefinition,
  scope: Scope,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const read = readDefinition(definition);
  const folder = folderOf(scope);
  if (typeof read === 'string' || folder === undefined) {
    write(bad(typeof read === 'string' ? read : l10n.t('Open a folder first: the task belongs to one.')));
    return 1;
  }
  return runTask(parts, read, folder, write, signal);
}

function folderOf(scope: Scope): Uri | undefined {
  return typeof scope === 'object' ? scope.uri : workspace.workspaceFolders?.[0]?.uri;
}
