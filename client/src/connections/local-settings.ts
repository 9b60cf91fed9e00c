import { workspace } from 'vscode';
import type { Disposable } from 'vscode';
import type { Builder } from '../../../engine/src/docker/build/builders';

export interface LocalSettings {
  /** Where jobs are kept. Undefined: where the command line keeps them. */
  readonly storage: string | undefined;
  /** Where the engine listens. Undefined: as the docker command finds it. */
  readonly dockerHost: string | undefined;
}

/** Where jobs are kept and where the engine listens, when the user says so. */
export function localSettings(): LocalSettings {
  const settings = workspace.getConfiguration('sagemaker');
  const said = (name: string): string | undefined => {
    const value = settings.get<string>(name, '').trim();
    return value === '' ? undefined : value;
  };
  return { storage: said('storageFolder'), dockerHost: said('docker.host') };
}

export function onDidChangeLocalSettings(act: () => void): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    if (
      change.affectsConfiguration('sagemaker.docker.host') ||
      change.affectsConfiguration('sagemaker.storageFolder')
    ) {
      act();
    }
  });
}

/** Who builds images; read anew for each build. */
export function builderSetting(): Builder {
  return workspace.getConfiguration('sagemaker').get<Builder>('docker.builder', 'auto');
}

/** Whether the log of what is run is opened in a terminal. */
export function opensLogOnRun(): boolean {
  return workspace.getConfiguration('sagemaker').get('logs.openOnRun', true);
}
