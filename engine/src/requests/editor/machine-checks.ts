import { hostDriver } from '../../../../contract/gpu';
import { instanceHardware } from '../../../../contract/images/instances';
import type { RecognisedImage } from '../../../../contract/images/recognise';
import { recogniseImage } from '../../../../contract/images/recognise';
import { at, listAt, textAt } from '../json-value';
import { pointerPart } from '../located-json';
import type { RequestKind } from '../types';
import type { Finding } from './finding';
import { imagesOf } from './members';

/** An instance type and the images that run on it. */
interface Machine {
  readonly type: string;
  readonly pointer: string;
  readonly images: readonly { readonly uri: string; readonly pointer: string }[];
  /** `InferenceAmiVersion` or `TransformAmiVersion` is given. */
  readonly ami: boolean;
}

/** Images that were built for another processor than the instance type has, and drivers that are older than their CUDA. */
export function machineChecks(kind: RequestKind, request: unknown): readonly Finding[] {
  return machinesOf(kind, request).flatMap((machine) =>
    machine.images.flatMap(({ uri, pointer }) => {
      const image = recogniseImage(uri);
      if (image === undefined) return [];
      return [...hardwareFindings(machine, image, pointer), ...driverFindings(kind, machine, image)];
    }),
  );
}

function hardwareFindings({ type }: Machine, image: RecognisedImage, pointer: string): readonly Finding[] {
  const hardware = instanceHardware(type);
  if (hardware === undefined) return [];
  const warn = (message: string, wanted: string): Finding => ({
    pointer,
    severity: 'warning',
    message,
    instead: otherProcessor(image, wanted),
  });
  if (hardware.architecture !== image.architecture) {
    const of = (architecture: string): string => (architecture === 'arm64' ? 'ARM64' : 'x86-64');
    return [
      warn(
        `The image is built for ${of(image.architecture)}, and ${type} is ${of(hardware.architecture)}: the container does not start there. Choose an image and an instance type of one architecture.`,
        '',
      ),
    ];
  }
  const { processor } = image;
  if (processor === undefined || processor === hardware.processor) return [];
  if (processor === 'cpu' && hardware.processor === 'gpu')
    return [
      warn(
        `The image is built for CPUs, so the GPUs of ${type} are paid for and not used. Take the image for GPUs, or an instance type without them.`,
        'gpu',
      ),
    ];
  if (processor === 'gpu' && hardware.processor === 'cpu')
    return [
      warn(
        `The image is built for GPUs, and ${type} has none: what needs CUDA fails there. Take the image for CPUs, or an instance type with GPUs such as ml.g5.xlarge.`,
        'cpu',
      ),
    ];
  return [
    warn(
      `The image is not built for the processors of ${type}: its programs do not find the accelerators. Choose both alike.`,
      '',
    ),
  ];
}

/** The same image for the other processor, if AWS lists it under the same name. */
function otherProcessor(image: RecognisedImage, wanted: string): string | undefined {
  if (wanted === '') return undefined;
  const uri = image.uri.replace(/-(?:cpu|gpu)(?=-|$)/, `-${wanted}`);
  const known = uri === image.uri ? undefined : recogniseImage(uri)?.tagKnown;
  return known === 'listed' || known === 'published' ? uri : undefined;
}

function driverFindings(kind: RequestKind, machine: Machine, image: RecognisedImage): readonly Finding[] {
  const service = kind === 'endpoint' ? 'hosting' : kind === 'transform-job' ? 'batch' : undefined;
  if (service === undefined || machine.ami || image.cuda === undefined) return [];
  const driver = hostDriver(machine.type, service);
  if (driver === undefined || Number(image.cuda) <= Number(driver.cuda)) return [];
  const member = service === 'hosting' ? 'InferenceAmiVersion' : 'TransformAmiVersion';
  return [
    {
      pointer: machine.pointer,
      severity: 'info',
      message: `${machine.type} has NVIDIA driver ${driver.driver} here, for CUDA up to ${driver.cuda}; the image has CUDA ${image.cuda}. It needs the CUDA compatibility libraries in the image, or a newer host: \`${member}\`.`,
    },
  ];
}

function machinesOf(kind: RequestKind, request: unknown): readonly Machine[] {
  switch (kind) {
    case 'training-job': {
      const images = placed(imagesOf(at(request, 'AlgorithmSpecification')), '/AlgorithmSpecification');
      const groups = listAt(request, 'ResourceConfig', 'InstanceGroups').map((group, index) =>
        machine(group, `/ResourceConfig/InstanceGroups/${index}`, images),
      );
      return [machine(at(request, 'ResourceConfig'), '/ResourceConfig', images), ...groups].flat();
    }
    case 'processing-job': {
      const images = placed(imagesOf(at(request, 'AppSpecification')), '/AppSpecification');
      const cluster = at(request, 'ProcessingResources', 'ClusterConfig');
      return machine(cluster, '/ProcessingResources/ClusterConfig', images);
    }
    case 'transform-job':
      return machine(
        at(request, 'TransformResources'),
        '/TransformResources',
        placed(imagesOf(at(request, 'Model')), '/Model'),
      );
    case 'endpoint':
      return listAt(request, 'EndpointConfig', 'ProductionVariants').flatMap((variant, index) =>
        machine(
          variant,
          `/EndpointConfig/ProductionVariants/${index}`,
          imagesOfModel(request, textAt(variant, 'ModelName')),
        ),
      );
  }
}

function machine(owner: unknown, pointer: string, images: Machine['images']): readonly Machine[] {
  const type = textAt(owner, 'InstanceType');
  const ami = ['InferenceAmiVersion', 'TransformAmiVersion'].some((it) => at(owner, it) !== undefined);
  return type === undefined ? [] : [{ type, pointer: `${pointer}/InstanceType`, images, ami }];
}

function imagesOfModel(request: unknown, name: string | undefined): Machine['images'] {
  const models = [
    { model: at(request, 'Model'), pointer: '/Model' },
    ...listAt(request, 'Models').map((model, index) => ({ model, pointer: `/Models/${index}` })),
  ];
  const own = models.filter(({ model }) => name === undefined || textAt(model, 'ModelName') === name);
  return own.flatMap(({ model, pointer }) => placed(imagesOf(model), pointer));
}

function placed(images: ReturnType<typeof imagesOf>, start: string): Machine['images'] {
  return images.map(({ path, text }) => ({ uri: text, pointer: start + path.map(pointerPart).join('') }));
}
