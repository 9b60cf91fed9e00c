import { recogniseImage, recogniseLoosely } from '../../../contract/images/recognise';
import type { RecognisedImage } from '../../../contract/images/recognise';
import type { Stage } from '../dockerfile/types';

/** The prebuilt AWS image that a stage names itself; undefined for other images and for `FROM stage`. */
export function imageOf(stage: Stage): RecognisedImage | undefined {
  if (stage.parent) return undefined;
  const { value, raw } = stage.image;
  if (value.known) return recogniseImage(value.value) ?? recogniseLoosely(value.value);
  return recogniseLoosely(raw);
}
