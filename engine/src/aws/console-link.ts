import type { ListedKind } from './tuning-jobs';

/** Where things are in the AWS console, below its SageMaker pages. */
const PAGES: Readonly<Record<ListedKind, string>> = {
  'training-job': 'jobs',
  'processing-job': 'processing-jobs',
  'transform-job': 'transform-jobs',
  'tuning-job': 'hyper-tuning-jobs',
  endpoint: 'endpoints',
};

/** The page of a job or endpoint in the console of its partition; undefined: a partition whose console is not known. */
export function consoleLink(kind: ListedKind, name: string, region: string): string | undefined {
  const host = consoleHost(region);
  if (host === undefined) return undefined;
  const where = encodeURIComponent(region);
  return `https://${host}/sagemaker/home?region=${where}#/${PAGES[kind]}/${encodeURIComponent(name)}`;
}

/** The page of a repository of ECR, or of one image of it by its digest; undefined as above. */
export function ecrConsoleLink(
  { account, repository, digest }: { readonly account: string; readonly repository: string; readonly digest?: string },
  region: string,
): string | undefined {
  const host = consoleHost(region);
  if (host === undefined) return undefined;
  const page = digest === undefined ? '' : `/_/image/${digest}/details`;
  return `https://${host}/ecr/repositories/private/${account}/${repository}${page}?region=${encodeURIComponent(region)}`;
}

/** https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html, and the guides of China and GovCloud. */
function consoleHost(region: string): string | undefined {
  if (region.startsWith('cn-')) return `${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return /-iso[a-z]?-|^eusc-/.test(region) ? undefined : `${region}.console.aws.amazon.com`;
}
