import type { RecognisedImage } from '../../../../contract/images/recognise';

const KNOWN: Readonly<Record<NonNullable<RecognisedImage['tagKnown']>, string>> = {
  listed: '',
  published: '',
  past: 'AWS no longer lists this tag.',
  parses: 'This tag is on no list that this version has; check that AWS offers it.',
  unknown: 'AWS has no such tag.',
};

/** What is known of a prebuilt image, as Markdown. `today`: an ISO date. */
export function imageText(image: RecognisedImage, today: string): string {
  const facts = [
    [image.family.name, image.version].filter(Boolean).join(' '),
    image.kinds.join(' and '),
    image.processors.join(' or ').toUpperCase(),
    image.architecture === 'arm64' ? 'ARM64' : undefined,
    image.python === undefined ? undefined : `Python ${image.python}`,
    image.cuda === undefined ? undefined : `CUDA ${image.cuda}`,
  ].filter((it) => it !== undefined && it !== '');
  const [account] = image.accounts;
  const doubts = [
    supportText(image, today),
    KNOWN[image.tagKnown ?? 'listed'],
    image.suggestions.length === 0 ? '' : `Did you mean \`${image.suggestions.join('` or `')}\`?`,
    image.accountOk === false && account !== undefined ? `In this region it is in account \`${account}\`.` : '',
    image.regionOk === false ? 'AWS does not offer it in this region.' : '',
  ].filter((it) => it !== '');
  return [`**${facts.join(' · ')}**`, ...doubts].join('\n\n');
}

function supportText({ support }: RecognisedImage, today: string): string {
  if (support === undefined) return '';
  return support.endOfPatch < today
    ? `AWS stopped patching it on ${support.endOfPatch}: choose a newer version.`
    : `AWS patches it until ${support.endOfPatch}.`;
}
