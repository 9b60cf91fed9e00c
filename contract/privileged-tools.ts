import { fact } from './facts';
import type { Fact } from './facts';

/** What a tool needs that SageMaker doesn't give to a container. */
export type Privilege = 'FUSE' | 'docker' | 'network' | 'kernel';

export interface PrivilegedTool {
  readonly privilege: Privilege;
  /** System packages that bring it. */
  readonly packages: readonly string[];
  /** Programs that fail when they are started. */
  readonly programs: readonly string[];
  /** Completes "SageMaker gives containers …". */
  readonly missing: string;
  readonly instead: string;
}

/** Containers run without `--privileged`, added capabilities, devices or a Docker socket, and no job can ask for them. */
export const PRIVILEGED_TOOLS: Fact<readonly PrivilegedTool[]> = fact(
  [
    {
      privilege: 'FUSE',
      packages: [
        's3fs',
        's3fs-fuse',
        'goofys',
        'mount-s3',
        'mountpoint-s3',
        'sshfs',
        'gcsfuse',
        'blobfuse',
        'blobfuse2',
      ],
      programs: [
        's3fs',
        'goofys',
        'mount-s3',
        'sshfs',
        'gcsfuse',
        'fusermount',
        'fusermount3',
        'mount',
        'mount.nfs',
        'mount.nfs4',
      ],
      missing: 'no `/dev/fuse` and no right to mount',
      instead: 'Let SageMaker bring the data: FastFile mode, or an FSx for Lustre or EFS channel.',
    },
    {
      privilege: 'docker',
      packages: ['docker-ce', 'docker.io', 'docker-engine', 'docker-ee', 'moby-engine', 'docker'],
      programs: ['dockerd', 'docker', 'containerd'],
      missing: 'no Docker socket and no privileged mode',
      instead: 'Run the work in this container, or as a job of its own.',
    },
    {
      privilege: 'network',
      packages: [],
      programs: ['iptables', 'ip6tables', 'nft'],
      missing: 'no right to change the network',
      instead: 'Use security groups and network isolation.',
    },
    {
      privilege: 'kernel',
      packages: [],
      programs: ['sysctl', 'modprobe', 'insmod', 'swapon'],
      missing: 'no right to change the kernel’s settings',
      instead: 'Leave it out, or choose an instance type that fits.',
    },
  ],
  'No job or endpoint can pass `docker run` flags: no `--privileged`, `--cap-add`, `--device`, `--shm-size`, `--ulimit`, no `/dev/fuse`, no Docker socket.',
  ['LAUNCH-15'],
  'https://github.com/aws/sagemaker-containers/issues/243',
);
