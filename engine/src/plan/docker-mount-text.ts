import { comment } from './shell-text';
import type { MountPlan } from './types';

/** The options by which the docker CLI mounts it. */
export function mountOptions(mount: MountPlan, job: string): readonly string[][] {
  const mode = mount.type !== 'pipe' && mount.readOnly ? ',readonly' : '';
  switch (mount.type) {
    case 'bind':
      return [
        [
          '--mount',
          `type=bind,${csv('source', prepared(mount) ?? mount.source)},${csv('target', mount.target)}${mode}`,
        ],
      ];
    case 'volume': {
      const name = mount.kept === true ? mount.label : `${job}-${mount.label}`;
      return [['--mount', `type=volume,${csv('source', volumeName(name))},${csv('target', mount.target)}${mode}`]];
    }
    case 's3':
      return [['--mount', `type=bind,${csv('source', prepared(mount) ?? '')},${csv('target', mount.target)}${mode}`]];
    case 'pipe':
      return [];
  }
}

/** A stand-in for the folder into which the engine puts what can't be mounted as it is. */
function prepared(mount: MountPlan): string | undefined {
  const gathered =
    mount.type === 's3' ||
    (mount.type === 'bind' && (mount.unpack === true || mount.shard !== undefined || mount.manifest === true));
  return gathered ? `/prepared${mount.target}` : undefined;
}

function csv(key: string, value: string): string {
  const field = `${key}=${value}`;
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function volumeName(label: string): string {
  return label.replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
}

/** What the engine does for a mount that no option can do, as comments. */
export function mountComments(mount: MountPlan): readonly string[] {
  if (mount.type === 'volume') {
    return mount.seed === undefined ? [] : [`# puts what is in ${comment(mount.seed)} into ${comment(mount.target)}`];
  }
  if (mount.type === 'pipe') {
    const how = [mount.gzip ? 'unpacked' : '', mount.recordio ? 'as RecordIO' : ''].filter((word) => word !== '');
    const rest = how.length === 0 ? '' : `, ${how.join(', ')}`;
    return [`# feeds ${comment(mount.source)}${shardText(mount.shard)} into ${comment(mount.target)}_0, _1 …${rest}`];
  }
  const folder = prepared(mount);
  if (folder === undefined) return [];
  const source = mount.type === 's3' ? mount.uri : mount.source;
  const verb = mount.unpack === true ? 'unpacks' : mount.type === 's3' ? 'fetches' : 'gathers';
  const manifest = mount.manifest === true ? ' what the manifest names in' : '';
  return [`# ${verb}${manifest} ${comment(source)}${shardText(mount.shard)} to ${comment(folder)}`];
}

function shardText(shard: { readonly index: number; readonly of: number } | undefined): string {
  return shard === undefined ? '' : ` (part ${shard.index + 1} of ${shard.of})`;
}
