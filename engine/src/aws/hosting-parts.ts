import {
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
} from '@aws-sdk/client-sagemaker';
import { asked } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';

/** What endpoints are made of; it stays when they are deleted. */
export type PartKind = 'model' | 'endpoint-config';

/** A model or an endpoint configuration, as a list shows it. */
export interface PartRow {
  readonly kind: PartKind;
  readonly name: string;
  readonly arn: string;
  readonly created: Date | undefined;
}

export interface PartPage {
  readonly rows: readonly PartRow[];
  /** Undefined: there is no more. */
  readonly next: string | undefined;
}

export interface PartQuery {
  readonly NameContains?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string | undefined;
}

const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;

/** Models and endpoint configurations of an account and region. Errors are those of AwsSageMaker; an abort stays an abort. */
export class HostingParts {
  constructor(private readonly connection: AwsConnection) {}

  /** One page, newest first. */
  async list(kind: PartKind, query: PartQuery = {}, signal?: AbortSignal): Promise<PartPage> {
    const input = { ...NEWEST_FIRST, ...query };
    if (kind === 'model') {
      const sent = this.sagemaker().send(new ListModelsCommand(input), abortable(signal));
      const { Models = [], NextToken } = await this.asked(sent, signal);
      const rows = Models.map((it) => row(kind, it.ModelName, it.ModelArn, it.CreationTime));
      return { rows, next: NextToken };
    }
    const sent = this.sagemaker().send(new ListEndpointConfigsCommand(input), abortable(signal));
    const { EndpointConfigs = [], NextToken } = await this.asked(sent, signal);
    const rows = EndpointConfigs.map((it) => row(kind, it.EndpointConfigName, it.EndpointConfigArn, it.CreationTime));
    return { rows, next: NextToken };
  }

  /** All that AWS tells of it. */
  async describe(kind: PartKind, name: string): Promise<object> {
    const { $metadata: _, ...told } =
      kind === 'model'
        ? await this.asked(this.sagemaker().send(new DescribeModelCommand({ ModelName: name })))
        : await this.asked(this.sagemaker().send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })));
    return told;
  }

  async delete(kind: PartKind, name: string): Promise<void> {
    if (kind === 'model') await this.asked(this.sagemaker().send(new DeleteModelCommand({ ModelName: name })));
    else await this.asked(this.sagemaker().send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
  }

  private sagemaker() {
    return this.connection.clients.sagemaker();
  }

  private asked<T>(sent: Promise<T>, signal?: AbortSignal): Promise<T> {
    return asked(this.connection.name, sent, signal);
  }
}

function row(kind: PartKind, name = '', arn = '', created?: Date): PartRow {
  return { kind, name, arn, created };
}
