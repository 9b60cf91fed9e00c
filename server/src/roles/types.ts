import type { Range } from 'vscode-languageserver-types';
import type { Role } from '../../../contract/roles';

/** Why a role is believed: shown to the user, `range` in the Dockerfile when it is there. */
export interface Evidence {
  readonly role: Role;
  /** "`COPY serve` on line 12". */
  readonly text: string;
  readonly range: Range | undefined;
}

export interface Roles {
  readonly active: ReadonlySet<Role>;
  readonly evidence: readonly Evidence[];
  /** True when a directive, the project file or a setting says so. */
  readonly declared: boolean;
}
