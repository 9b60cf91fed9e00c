const KINDS = [
  'training',
  'inference',
  'processing',
  'monitoring',
  'debugger',
  'profiler',
  'evaluation',
  'base',
] as const;

/** What an image is for. */
export type ImageKind = (typeof KINDS)[number];

/** The hardware an image is built for; `neuron` covers AWS Inferentia and Trainium, `hpu` Habana Gaudi. */
export type Processor = 'cpu' | 'gpu' | 'neuron' | 'hpu';

/** The service an image variant is built for. */
export type Platform = 'sagemaker' | 'ec2';

export type Architecture = 'amd64' | 'arm64';

const PROCESSORS: Readonly<Record<string, Processor>> = {
  cpu: 'cpu',
  gpu: 'gpu',
  cuda: 'gpu',
  neuron: 'neuron',
  neuronx: 'neuron',
  inf: 'neuron',
  inf1: 'neuron',
  inf2: 'neuron',
  trn: 'neuron',
  trn1: 'neuron',
  hpu: 'hpu',
};

/** The kinds among the catalogue's words. */
export function kindsOf(words: readonly string[]): readonly ImageKind[] {
  return KINDS.filter((kind) => words.includes(kind));
}

/** The processor that a tag's or the catalogue's token stands for. */
export function processorOf(token: string | undefined): Processor | undefined {
  return token !== undefined && Object.hasOwn(PROCESSORS, token) ? PROCESSORS[token] : undefined;
}
