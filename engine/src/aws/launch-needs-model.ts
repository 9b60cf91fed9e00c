import type { CreateModelCommandInput } from '@aws-sdk/client-sagemaker';
import { instanceHardware } from '../../../contract/images/instances';
import type { Role } from '../../../contract/roles';
import { containersOf, modelMode } from '../shared-with-aws';
import type { LaunchNeeds, NeededImage, NeededInput } from './launch-needs-types';
import type { PushPurpose } from './push-checks';

/** What a model needs on hosts of a type. `usualDriver`: no AMI is asked for that brings another one. */
export function modelNeeds(
  model: CreateModelCommandInput,
  use: 'transform' | 'endpoint' | 'serverless',
  type: string | undefined,
  usualDriver: boolean,
): Pick<LaunchNeeds, 'roles' | 'images' | 'inputs'> {
  const mode = modelMode(model);
  const roles: readonly Role[] = mode === 'multi-model' ? ['multi-model'] : mode === 'single' ? [] : ['pipeline'];
  const containers = containersOf(model);
  const images = containers.flatMap(({ Image, ImageConfig }) =>
    imageNeeds(Image, use, type, { roles, usualDriver, access: ImageConfig?.RepositoryAccessMode }),
  );
  const inputs = containers.flatMap(({ ModelDataUrl, ModelDataSource, AdditionalModelDataSources = [], Mode }) => {
    const sources = [ModelDataSource, ...AdditionalModelDataSources].map((it) => it?.S3DataSource);
    const many = Mode === 'MultiModel';
    return [
      ...some(ModelDataUrl).map((uri): NeededInput => ({ uri, kind: many ? 'prefix' : 'archive' })),
      ...sources.flatMap((it): NeededInput[] =>
        it?.S3Uri === undefined ? [] : [{ uri: it.S3Uri, kind: it.S3DataType === 'S3Object' ? 'object' : 'prefix' }],
      ),
    ];
  });
  return { roles: some(model.ExecutionRoleArn), images, inputs };
}

/** An image as a list: empty when the request names none. */
export function imageNeeds(
  uri: string | undefined,
  use: PushPurpose['uses'][number],
  instanceType: string | undefined,
  {
    roles = [],
    usualDriver = false,
    access,
  }: { readonly roles?: readonly Role[]; readonly usualDriver?: boolean; readonly access?: string | undefined } = {},
): readonly NeededImage[] {
  if (uri === undefined) return [];
  const architecture =
    (instanceType === undefined ? undefined : instanceHardware(instanceType)?.architecture) ?? 'amd64';
  const service = use === 'endpoint' ? 'hosting' : use === 'transform' ? 'batch' : undefined;
  const purpose = { uses: [use], architecture, roles };
  return [{ uri, purpose, instanceType, driver: usualDriver ? service : undefined, privateRegistry: access === 'Vpc' }];
}

/** A text as a list: empty when there is none. */
export function some(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : [text];
}
