/** What the names of images begin with that runs build and nobody named. */
export const OWN_IMAGES = 'sagemaker-local/';

/** Whether a tag was given by people: not one that runs build, nor the rest of an old one. */
export function isNamedByPeople(tag: string): boolean {
  return !tag.startsWith(OWN_IMAGES) && !tag.includes('<none>');
}
