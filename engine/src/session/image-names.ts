/** Whether a tag was given by people: not one that runs build, nor the rest of an old one. */
export function isNamedByPeople(tag: string): boolean {
  return !tag.startsWith('sagemaker-local/') && !tag.includes('<none>');
}
