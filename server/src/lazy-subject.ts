import type { Role } from '../../contract/roles';
import type { CommandsAndPackages } from './collect-packages';
import type { ImageFiles } from './context/types';
import type { ImageConfig } from './dockerfile/types';
import type { Roles } from './roles/types';
import type { InstalledPackage, ShellCommand } from './shell/types';
import type { Start } from './start/types';
import type { Subject } from './subject';

/** The parts of a subject; each function answers the same every time. */
export interface SubjectParts extends Pick<
  Subject,
  'path' | 'dockerfile' | 'stage' | 'context' | 'python' | 'nginx' | 'script' | 'pythonOf' | 'settings'
> {
  files(): ImageFiles;
  commandsAndPackages(): CommandsAndPackages;
  roles(): Roles;
  train(): Start;
  serve(): Start;
  run(): Start;
  nginxConfigs(): Subject['nginxConfigs'];
}

/**
 * A subject whose costly parts are made when a rule asks for them. A class: V8 holds on to the closures of a literal's
 * getters, and so to the whole subject, until its next full collection.
 */
export class LazySubject implements Subject {
  readonly path: Subject['path'];
  readonly dockerfile: Subject['dockerfile'];
  readonly stage: Subject['stage'];
  readonly config: ImageConfig;
  readonly context: Subject['context'];
  readonly python: Subject['python'];
  readonly nginx: Subject['nginx'];
  readonly script: Subject['script'];
  readonly pythonOf: Subject['pythonOf'];
  readonly settings: Subject['settings'];

  constructor(private readonly parts: SubjectParts) {
    this.path = parts.path;
    this.dockerfile = parts.dockerfile;
    this.stage = parts.stage;
    this.config = parts.stage.config;
    this.context = parts.context;
    this.python = parts.python;
    this.nginx = parts.nginx;
    this.script = parts.script;
    this.pythonOf = parts.pythonOf;
    this.settings = parts.settings;
  }

  get files(): ImageFiles {
    return this.parts.files();
  }

  get commands(): readonly ShellCommand[] {
    return this.parts.commandsAndPackages().commands;
  }

  get packages(): readonly InstalledPackage[] {
    return this.parts.commandsAndPackages().packages;
  }

  get roles(): Roles {
    return this.parts.roles();
  }

  get train(): Start {
    return this.parts.train();
  }

  get serve(): Start {
    return this.parts.serve();
  }

  get run(): Start {
    return this.parts.run();
  }

  get nginxConfigs(): Subject['nginxConfigs'] {
    return this.parts.nginxConfigs();
  }

  has(role: Role): boolean {
    return this.roles.active.has(role);
  }

  installed(name: string): InstalledPackage | undefined {
    return this.packages.find((it) => it.name === name);
  }
}
