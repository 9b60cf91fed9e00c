import { parseEcrUri } from '../../../contract/images/uri';

/** The command that signs Docker in to the registry of AWS that has this image; undefined: it is none of AWS’s. */
export function signInCommand(image: string): string | undefined {
  const ecr = parseEcrUri(image);
  if (ecr === undefined) return undefined;
  const host = image.slice(0, image.indexOf('/'));
  return `aws ecr get-login-password --region ${ecr.region} | docker login --username AWS --password-stdin ${host}`;
}

/** What to do when the registry of an image wants to know who asks. */
export function signInRemedy(image: string): string {
  const command = signInCommand(image);
  return command === undefined
    ? 'Log in to its registry with `docker login`, and check the name of the image.'
    : `Sign in, with AWS credentials that may read it: \`${command}\`. Check the name of the image, too.`;
}

/** The first image of a private registry of AWS that a message of the engine names. */
export function ecrImageIn(message: string): string | undefined {
  const words = message.split(/[\s"']+/).map((word) => word.replace(/[:,;.]+$/, ''));
  return words.find((word) => parseEcrUri(word) !== undefined);
}
