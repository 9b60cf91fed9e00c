import { commands, Disposable, l10n } from 'vscode';
import type { BuildNews } from '../connections/connection';
import { bad, heading } from '../logs/log-text';
import { mayRun } from '../may-run';
import type { Parts } from '../parts';
import { createBuilder } from './build-image';
import { createBuildProblems } from './build-problems';
import type { BuildProblems } from './build-problems';
import { createBuildTerminal } from './build-terminal';
import type { BuildTerminal } from './build-terminal';
import { buildText } from './build-text';
import { chooseDockerfile } from './choose-dockerfile';

/** Build Image, and the builds that runs need: both in one terminal, with their errors in the Dockerfile. */
export function registerBuilds(parts: Parts): Disposable {
  const terminal = createBuildTerminal();
  const problems = createBuildProblems();
  const builder = createBuilder(parts, terminal, problems);
  return Disposable.from(
    terminal,
    problems,
    parts.connections.local.onDidBuild(buildsOfRuns(terminal, problems)),
    commands.registerCommand('sagemaker.buildImage', async (target: unknown) => {
      if (!mayRun()) return undefined;
      const dockerfile = await chooseDockerfile(target, l10n.t('Build Image'));
      return dockerfile && builder.build(dockerfile);
    }),
  );
}

/** A step that begins again after it has ended is of the next build. */
function buildsOfRuns(terminal: BuildTerminal, problems: BuildProblems): (news: BuildNews) => void {
  const builds = new Map<string, { readonly text: ReturnType<typeof buildText>; readonly ended: Set<string> }>();
  return ({ image, event, dockerfile }) => {
    let build = builds.get(image);
    if (build === undefined || (event.kind === 'step' && event.state === 'running' && build.ended.has(event.id))) {
      build = { text: buildText(), ended: new Set() };
      builds.set(image, build);
      terminal.write(heading(l10n.t('Building {0} for a run', image)));
      if (dockerfile !== undefined) problems.clear(dockerfile);
    }
    terminal.write(build.text(event));
    if (event.kind !== 'step' || event.state === 'running') return;
    build.ended.add(event.id);
    if (event.state !== 'failed' || dockerfile === undefined || event.line === undefined) return;
    const message = l10n.t(
      '{0} failed, so the image could not be built. The build terminal has what it wrote.',
      event.name,
    );
    problems.set({ file: dockerfile, line: event.line }, message).catch(() => {
      terminal.write(bad(message));
    });
  };
}
