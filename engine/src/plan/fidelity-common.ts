import { instanceHardware } from '../../../contract/images/instances';
import { instanceResources } from '../../../contract/instances';
import { resolveImage } from '../requests/overlay';
import { approximated, HONOURED, ignored, refused } from './fidelity';
import type { Judge, Verdict } from './fidelity';
import { canRead, folderOf } from './local';
import type { Local } from './local';

export const TAGS = ignored('Tags mean nothing on this machine.');
export const KMS = ignored('Files on this machine are not encrypted by a key of AWS.');
export const VOLUME_SIZE = ignored('The disk of this machine is used, without a limit of its own.');
export const VPC = ignored('There is no VPC here. To try a job without a way out, set EnableNetworkIsolation.');
export const EXPERIMENT = ignored('Experiments are kept by AWS: nothing is recorded here.');
export const ENCRYPTED_TRAFFIC = ignored('The hosts’ traffic never leaves this machine, and is not encrypted.');
export const REGISTRY = ignored('The image comes from this machine’s engine, with the registry logins it has.');
export const FAST_FILE = approximated('The files are there before the start, read-only; nothing is streamed.');
export const PIPE = approximated(
  'Named pipes, one for each epoch, are fed by this machine. Where the Docker Engine runs in a virtual machine or elsewhere, a second container of the image feeds them, which needs sh, cat and mkfifo in it.',
);
export const SHARDED = approximated(
  'The sorted files are dealt out in turn; which host gets which can differ from SageMaker.',
);
export const PLACEMENT = ignored('Capacity and placement are AWS’s: everything runs on this machine.');

/** The execution role. */
export function role(local: Local): Verdict {
  return approximated(
    local.overlay.credentials === 'none' && local.context.s3 !== true
      ? 'Nothing is done with the role: the container gets no credentials of AWS.'
      : 'Data is read from S3 with your own credentials, which may allow more than the role does; the container gets none.',
  );
}

/** Data that has to be there before the start. */
export function inputData(local: Local): Judge {
  return (uri) => {
    if (typeof uri !== 'string') return refused('This is no S3 URI.');
    if (canRead(local, uri)) return HONOURED;
    return refused(
      `Nothing stands for ${uri} here. Name a folder for it in \`s3\` of the overlay; or let it be read from S3: \`--profile <name>\` in a terminal, \`"credentials": "profile"\` in the overlay.`,
    );
  };
}

/** Where results go. */
export function outputData(local: Local): Judge {
  return (uri) =>
    typeof uri === 'string' && folderOf(local, uri) !== undefined
      ? HONOURED
      : approximated(
          'Results are kept with the job on this machine, and not uploaded. A folder in `s3` of the overlay gets them.',
        );
}

/** An image, or what stands for one. */
export function image(local: Local): Judge {
  return (name) =>
    typeof name === 'string' && standsIn(local, name)
      ? approximated('`images` of the overlay names what runs instead.')
      : HONOURED;
}

/** Something of AWS's that holds an image only there: it runs if the overlay names an image for it. */
export function imageOnlyAtAws(local: Local, what: string): Judge {
  return (name) =>
    typeof name === 'string' && standsIn(local, name)
      ? approximated('`images` of the overlay names what runs instead.')
      : refused(`${what} holds its image at AWS. Name an image for it in \`images\` of the overlay.`);
}

function standsIn(local: Local, name: string): boolean {
  const found = resolveImage(local.overlay, name, local.context.folder);
  return found.build !== undefined || found.local !== name;
}

/** The instance type: never this machine, but its platform and GPUs are asked for. */
export function instanceType(local: Local): Judge {
  return (type) => {
    if (typeof type !== 'string') return ignored('This is no instance type.');
    const here = 'Runs on this machine, with what it has';
    const processor = instanceHardware(type)?.processor;
    if (processor === 'neuron' || processor === 'hpu')
      return approximated(`${here}: the accelerators of ${type} are not given to the container.`);
    const found = instanceResources(type);
    if (found === undefined) return approximated(`${here}: ${type} is not known here, so no GPUs are asked for by it.`);
    const gpus = found.gpus === 0 ? 'no GPU' : `${found.gpus} × ${found.gpu ?? 'GPU'}`;
    return approximated(
      `${here}; ${type} has ${found.vcpus} vCPUs, ${found.memoryGib} GiB and ${gpus}.${gpuNote(local, found.gpus)}`,
    );
  };
}

function gpuNote(local: Local, gpus: number): string {
  const asked = local.overlay.gpus;
  if (asked === 'auto') return gpus === 0 ? '' : ' That many GPUs are asked of the engine.';
  if (asked === 'none') return gpus === 0 ? '' : ' The overlay says: no GPU, so the CPU stands in.';
  const text = asked === 'all' ? 'all GPUs' : typeof asked === 'number' ? `${asked} GPUs` : `GPUs ${asked.join(', ')}`;
  return ` The overlay says: ${text}.`;
}

/** How many machines: containers, side by side. */
export function instanceCount(local: Local): Judge {
  return (count) => {
    if (count === 1) return HONOURED;
    const shared = local.overlay.gpus === 'all' ? ' All of them share all GPUs.' : ' GPUs are divided between them.';
    return approximated(`The hosts are containers on this machine, on a network of their own.${shared}`);
  };
}

/** EnableNetworkIsolation. */
export function isolation(local: Local): Judge {
  return (on) => {
    if (on === true) return HONOURED;
    return local.overlay.network === 'isolated'
      ? approximated('The overlay isolates the network all the same.')
      : HONOURED;
  };
}

/** Honoured when it asks for nothing; else as said. */
export function unless(off: unknown, verdict: Verdict): Judge {
  return (value) => (value === off ? HONOURED : verdict);
}

/** The environment: the overlay may add to it, and win. */
export function environment(local: Local): Judge {
  return (value) => {
    const own = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const changed = own.filter((name) => Object.hasOwn(local.overlay.env, name));
    return changed.length === 0 ? HONOURED : approximated(`The overlay’s \`env\` replaces ${changed.join(', ')}.`);
  };
}
