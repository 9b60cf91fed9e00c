import { InlayHintKind } from 'vscode-languageserver-types';
import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { RecognisedImage } from '../../../contract/images/recognise';
import type { Processor } from '../../../contract/images/kinds';
import { imageOf } from './image-of';
import { touches } from './ranges';
import type { View } from './view';

/** What the base image is, behind each FROM that names a prebuilt AWS image. */
export function computeInlayHints(view: View, range: Range): InlayHint[] {
  const stages = view.result.subject?.dockerfile.stages ?? [];
  return stages
    .filter((stage) => touches(stage.from.range, range))
    .flatMap((stage) => {
      const image = imageOf(stage);
      if (!image) return [];
      return [
        {
          position: stage.from.range.end,
          label: summary(image, view.today),
          kind: InlayHintKind.Type,
          paddingLeft: true,
        },
      ];
    });
}

export const PROCESSOR_NAMES: Readonly<Record<Processor, string>> = {
  cpu: 'CPU',
  gpu: 'GPU',
  neuron: 'AWS Neuron',
  hpu: 'Gaudi',
};

/** `PyTorch 2.6 training · GPU · supported until 2026-10`. */
function summary(image: RecognisedImage, today: string): string {
  const name = [image.family.name, image.version, image.kinds.join(' and ')]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const processors = image.processors.map((processor) => PROCESSOR_NAMES[processor]).join(', ');
  return [name, processors, image.architecture === 'arm64' ? 'arm64' : '', support(image, today)]
    .filter((part) => part !== '')
    .join(' · ');
}

function support(image: RecognisedImage, today: string): string {
  const end = image.support?.endOfPatch;
  if (end === undefined) return '';
  return `${end < today ? 'support ended' : 'supported until'} ${end.slice(0, 7)}`;
}
