import { member } from '../member';
import type { Detail } from './details';
import type { L10n } from './texts';

/** What stands below a model or an endpoint configuration, from what Describe tells of it: only what is there. */
export function partDetails(told: object, l10n: L10n): readonly Detail[] {
  const containers = [member(told, 'PrimaryContainer'), ...listOf(told, 'Containers')].filter((it) => it !== undefined);
  const variants = [...listOf(told, 'ProductionVariants'), ...listOf(told, 'ShadowProductionVariants')];
  return [
    ...containers.flatMap((container) => [
      ...line(l10n.t('Image'), member(container, 'Image'), 'package'),
      ...line(l10n.t('Data'), dataOf(container), 'archive'),
    ]),
    ...line(l10n.t('Role'), member(told, 'ExecutionRoleArn'), 'key'),
    ...variants.map((variant): Detail => {
      const count = member(variant, 'InitialInstanceCount');
      const type = textOf(member(variant, 'InstanceType'));
      const value = type === undefined ? l10n.t('serverless') : `${Number(count ?? 1)} × ${type}`;
      return {
        label: textOf(member(variant, 'VariantName')) ?? '',
        value,
        icon: 'server-process',
        children: line(l10n.t('Model'), member(variant, 'ModelName'), 'symbol-class'),
      };
    }),
    ...line(
      l10n.t('Answers'),
      member(member(member(told, 'AsyncInferenceConfig'), 'OutputConfig'), 'S3OutputPath'),
      'folder',
    ),
  ];
}

function dataOf(container: unknown): unknown {
  return (
    member(container, 'ModelDataUrl') ?? member(member(member(container, 'ModelDataSource'), 'S3DataSource'), 'S3Uri')
  );
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = member(value, name);
  return Array.isArray(list) ? list : [];
}

function line(label: string, value: unknown, icon: string): readonly Detail[] {
  const text = textOf(value);
  return text === undefined ? [] : [{ label, value: text, icon }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
