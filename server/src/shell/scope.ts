import type { Known } from '../known';
import { unknown } from '../known';

/** A variable's value; `glob` when it stands for whatever a pattern matches, quoted or not. Undefined value: not set. */
export interface Variable {
  readonly value: Known<string> | undefined;
  readonly glob: boolean;
}

/** What a script knows at one point. Child scopes are for subshells and for branches that may not run. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly variables: Map<string, Variable>;
  readonly env: (name: string) => Known<string> | undefined;
  cwd: Known<string>;
  readonly directories: Known<string>[];
  /** A sourced file or an eval may have set anything. */
  opaque: boolean;
}

const SET_BY_THE_SHELL =
  /^(?:HOME|OLDPWD|HOSTNAME|HOSTTYPE|IFS|PPID|E?UID|GROUPS|RANDOM|SRANDOM|SECONDS|EPOCH\w*|LINENO|BASH\w*|SHELL|SHLVL|TERM|USER|LOGNAME|MACHTYPE|OSTYPE|REPLY|OPT\w+|PATH|PIPESTATUS|http_proxy|https_proxy|no_proxy|ftp_proxy|HTTPS?_PROXY|NO_PROXY|FTP_PROXY)$/;

/** The outermost scope. */
export function rootScope(cwd: Known<string>, env: (name: string) => Known<string> | undefined): Scope {
  return { parent: undefined, variables: new Map(), env, cwd, directories: [], opaque: false };
}

/** A scope whose changes don't reach `parent`. */
export function childScope(parent: Scope): Scope {
  return { parent, variables: new Map(), env: parent.env, cwd: parent.cwd, directories: [], opaque: parent.opaque };
}

/** After a branch that may not have run: what it changed is no longer known. */
export function mergeMaybe(parent: Scope, branch: Scope): void {
  for (const [name, variable] of branch.variables) {
    const before = findVariable(parent, name).value;
    const same = before?.known === true && variable.value?.known === true && before.value === variable.value.value;
    if (!same) {
      setVariable(parent, name, unknown(`\`$${name}\` is set under a condition`));
    }
  }
  const { cwd } = branch;
  if (!(cwd.known && parent.cwd.known && cwd.value === parent.cwd.value)) {
    parent.cwd = unknown('the script changes the directory under a condition');
  }
  parent.opaque ||= branch.opaque;
}

export function setVariable(scope: Scope, name: string, value: Known<string> | undefined, glob = false): void {
  scope.variables.set(name, { value, glob });
}

/** The variable as the script sees it; an absent one that something out of sight may have set is unknown. */
export function findVariable(scope: Scope, name: string): Variable {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.variables.get(name);
    if (found !== undefined) {
      return found;
    }
  }
  if (name === 'PWD') {
    return { value: scope.cwd, glob: false };
  }
  const value = scope.env(name);
  if (value === undefined && (scope.opaque || SET_BY_THE_SHELL.test(name))) {
    return { value: unknown(`\`$${name}\` is set when the image is built`), glob: false };
  }
  return { value, glob: false };
}
