import { COMMON_INTERFACE, NETWORK_INTERFACE_KEY } from '../../../contract/hosts';
import { hostName, SINGLE_GROUP_NAME } from '../../../contract/instances';

/** One machine of a job. */
export interface Host {
  readonly name: string;
  readonly group: string;
  readonly instanceType: string | undefined;
}

interface Resources {
  readonly InstanceType?: string | undefined;
  readonly InstanceCount?: number | undefined;
  readonly InstanceGroups?:
    | readonly {
        readonly InstanceType?: string | undefined;
        readonly InstanceCount?: number | undefined;
        readonly InstanceGroupName?: string | undefined;
      }[]
    | undefined;
}

/** The hosts of a job, `algo-1` to `algo-n`, counted through the groups. */
export function hostsOf(resources: Resources | undefined): readonly Host[] {
  const groups = resources?.InstanceGroups ?? [];
  const rows = groups.length > 0 ? groups : [{ ...resources, InstanceGroupName: SINGLE_GROUP_NAME.value }];
  const hosts: Host[] = [];
  for (const row of rows)
    for (let count = Math.max(1, row.InstanceCount ?? 1); count > 0; count -= 1)
      hosts.push({
        name: hostName(hosts.length + 1),
        group: row.InstanceGroupName ?? SINGLE_GROUP_NAME.value,
        instanceType: row.InstanceType,
      });
  return hosts;
}

/** Names sorted as SageMaker sorts them: as text, `algo-10` before `algo-2`. */
export function sortedNames(hosts: readonly Host[]): readonly string[] {
  return hosts.map((host) => host.name).sort();
}

/** `resourceconfig.json` of a training job, as one host sees it. */
export function trainingResourceConfig(host: Host, hosts: readonly Host[]): unknown {
  const groups = [...new Set(hosts.map((one) => one.group))];
  return {
    current_host: host.name,
    current_instance_type: host.instanceType,
    current_group_name: host.group,
    hosts: sortedNames(hosts),
    instance_groups: groups.map((group) => {
      const members = hosts.filter((one) => one.group === group);
      return {
        instance_group_name: group,
        instance_type: members[0]?.instanceType,
        hosts: sortedNames(members),
      };
    }),
    [NETWORK_INTERFACE_KEY]: COMMON_INTERFACE.value,
  };
}
