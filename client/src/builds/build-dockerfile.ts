import { dirname } from 'node:path';
import { l10n, window, workspace } from 'vscode';
import { HOST_PLATFORM } from '../../../contract/architecture';
import type { BuildEvent } from '../../../engine/src/docker/build/events';
import { builderSetting } from '../connections/local-settings';
import { loadEngine } from '../engine/load-engine';
import { good, heading, remark } from '../logs/log-text';
import type { Parts } from '../parts';
import { buildText, OVER } from './build-text';
import { tagOf } from './image-tag';

export interface BuildTelling {
  /** Text for a terminal. */
  readonly write: (text: string) => void;
  readonly tell?: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
  /** Besides those of `.sagemaker/containers.json`. */
  readonly buildArguments?: Readonly<Record<string, string>>;
}

/** Builds the image of a Dockerfile (its path) as the workspace says. Answers its tag; rejects with what went wrong. */
export async function buildDockerfile(
  { connections }: Pick<Parts, 'connections'>,
  dockerfile: string,
  { write, tell, signal, buildArguments: more = {} }: BuildTelling,
): Promise<string> {
  const engine = await loadEngine();
  const docker = await connections.local.engine();
  const { context, target, buildArguments, platform, image } = engine.containerSettings(dockerfile);
  const tag = image ?? tagOf(dockerfile);
  write(heading(l10n.t('Building {0} from {1}', tag, workspace.asRelativePath(dockerfile))));
  const text = buildText();
  const { imageId } = await engine
    .buildImage(
      docker.socket,
      {
        contextDir: context ?? dirname(dockerfile),
        dockerfile,
        tag,
        target,
        buildArguments: { ...buildArguments, ...more },
        platform: platform ?? HOST_PLATFORM.value,
        auth: engine.buildCredentials(signal),
        builder: builderSetting(),
      },
      {
        signal,
        onEvent: (event) => {
          write(text(event));
          tell?.(event);
        },
      },
    )
    .finally(() => {
      write(OVER);
    });
  write(good(l10n.t('Built {0}', tag)) + remark(imageId));
  connections.local.imageBuilt();
  window.setStatusBarMessage(l10n.t('$(package) Built {0}', tag), 10_000);
  return tag;
}
