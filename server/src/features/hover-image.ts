import type { RecognisedImage } from '../../../contract/images/recognise';
import { imageDocumentation } from './image-docs';
import { PROCESSOR_NAMES } from './inlay-hints';

/** Markdown about a prebuilt AWS image, with what is doubtful about the URI. */
export function imageMarkdown(image: RecognisedImage, today: string): string {
  const version = image.version === undefined ? '' : ` ${image.version}`;
  const title = `**${image.family.name}${version}** (${image.kinds.join(' and ')} image of AWS)`;
  const facts = [
    fact('Framework below', image.baseVersion),
    fact('Package', image.packageVersion),
    fact('Processor', image.processors.map((processor) => PROCESSOR_NAMES[processor]).join(', ')),
    fact('Architecture', image.architecture),
    fact('Python', image.python),
    fact('CUDA', image.cuda),
    fact('System', image.os),
    fact('Neuron SDK', image.sdk?.replace(/^sdk/, '')),
    fact('Registry', registry(image)),
    fact('Support', support(image, today)),
  ].filter((line) => line !== '');
  const doubts = doubtsOf(image, today).map((doubt) => `⚠ ${doubt}`);
  return [title, facts.join('\n'), ...doubts, `[Documentation](${imageDocumentation(image)})`]
    .filter((part) => part !== '')
    .join('\n\n');
}

function fact(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `- ${name}: ${value}`;
}

function registry(image: RecognisedImage): string | undefined {
  if (image.registry === 'public') return 'Amazon ECR Public Gallery';
  if (image.account === undefined) return image.region;
  return image.region === undefined ? `account ${image.account}` : `account ${image.account}, ${image.region}`;
}

function support(image: RecognisedImage, today: string): string | undefined {
  if (!image.support) return undefined;
  const { ga, endOfPatch } = image.support;
  return `released ${ga}, patches ${endOfPatch < today ? 'ended' : 'until'} ${endOfPatch}`;
}

function doubtsOf(image: RecognisedImage, today: string): readonly string[] {
  const doubts: string[] = [];
  if (image.accountOk === false)
    doubts.push(
      `Account ${image.account ?? ''} does not hold this image in ${image.region ?? 'this region'}; it is in ${image.accounts.join(' or ')}.`,
    );
  if (image.regionOk === false) doubts.push(`AWS does not list this image in ${image.region ?? 'this region'}.`);
  if (image.dnsOk === false)
    doubts.push(`The host name does not end as it should in ${image.region ?? 'this region'}.`);
  if (image.tagKnown === 'unknown' || image.tagKnown === 'parses') doubts.push(tagDoubt(image));
  if (image.tagKnown === 'past') doubts.push('AWS no longer lists this tag.');
  if (image.platform === 'ec2') doubts.push('This variant is built for EC2, ECS and EKS, not for SageMaker.');
  if (image.algorithm?.closed === true)
    doubts.push('This is the image of a built-in algorithm: it can be run, not built upon.');
  if (image.support && image.support.endOfPatch < today)
    doubts.push('AWS no longer patches it: known vulnerabilities stay in it.');
  return doubts;
}

function tagDoubt(image: RecognisedImage): string {
  const tag = image.tag === undefined ? 'Without a tag Docker asks for `latest`, which' : `The tag \`${image.tag}\``;
  const meant = image.suggestions.map((suggestion) => `\`${suggestion}\``).join(', ');
  return `${tag} is not among the tags that AWS lists.${meant === '' ? '' : ` Close to it: ${meant}.`}`;
}
