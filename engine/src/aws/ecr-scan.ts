import { DescribeImageScanFindingsCommand } from '@aws-sdk/client-ecr';
import { askedUnless } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';

/** What ECR found in an image. */
export interface ScanFindings {
  /** `COMPLETE`, `IN_PROGRESS`, `ACTIVE` … */
  readonly status: string;
  /** Severity → how many: `CRITICAL`, `HIGH` … */
  readonly counts: Readonly<Record<string, number>>;
}

/** What a scan found; undefined: there was none, or the caller may not see it. */
export async function scanFindings(
  connection: AwsConnection,
  image: { readonly account: string; readonly repository: string; readonly digest: string },
  signal: AbortSignal,
): Promise<ScanFindings | undefined> {
  const command = new DescribeImageScanFindingsCommand({
    registryId: image.account,
    repositoryName: image.repository,
    imageId: { imageDigest: image.digest },
    maxResults: 1,
  });
  const answer = await askedUnless(
    ['ScanNotFoundException', 'ImageNotFoundException', 'RepositoryNotFoundException', 'AccessDeniedException'],
    connection.name,
    connection.clients.ecr().send(command, abortable(signal)),
    signal,
  );
  if (answer?.imageScanStatus?.status === undefined) return undefined;
  return {
    status: answer.imageScanStatus.status,
    counts: answer.imageScanFindings?.findingSeverityCounts ?? {},
  };
}
