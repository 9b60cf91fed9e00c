import { pathToFileURL } from './file-url';
import type { Fix, Severity } from '../lint/finding';
import { RULES, ruleById, ruleUrl } from '../rules/index';
import type { ReportEntry } from './entry';

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, with the metadata of every rule, regions and fixes. `root`: absolute folder that relative paths are relative to. */
export function toSarif(entries: readonly ReportEntry[], root: string, version: string): object {
  const own = ['bad-directive', 'unused-ignore'].filter((id) =>
    entries.some((it) => it.result.findings.some((f) => f.rule === id)),
  );
  const ids = [...RULES.map((it) => it.id), ...own];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'SageMaker Containers',
            version,
            informationUri: 'https://github.com/sagemaker-containers/sagemaker-containers',
            rules: ids.map(descriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root)}/` } },
        results: entries.flatMap((entry) => entry.result.findings.map((finding) => result(entry, finding, ids))),
      },
    ],
  };
}

function descriptor(id: string): object {
  const rule = ruleById(id);
  if (!rule)
    return { id, name: name(id), helpUri: ruleUrl(id), shortDescription: { text: 'About the linter’s own comments' } };
  return {
    id,
    name: name(id),
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: { text: `${rule.why}\n\n${rule.remedy}`, markdown: `${rule.why}\n\n${rule.remedy}` },
    helpUri: ruleUrl(id),
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: { requirements: rule.requirements, roles: rule.roles === 'any' ? ['any'] : rule.roles },
  };
}

function name(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

function result(
  entry: ReportEntry,
  finding: ReportEntry['result']['findings'][number],
  ids: readonly string[],
): object {
  const location = (file: string | undefined, range: typeof finding.range): object => ({
    physicalLocation: { artifactLocation: artifact(entry, file), region: region(range) },
  });
  return {
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    level: LEVEL[finding.severity],
    message: { text: finding.message },
    locations: [location(undefined, finding.range)],
    ...(finding.related.length > 0
      ? {
          relatedLocations: finding.related.map((it, id) => ({
            id,
            message: { text: it.message },
            ...location(it.file, it.range),
          })),
        }
      : {}),
    ...(finding.fixes.length > 0 ? { fixes: finding.fixes.map((it) => fix(entry, it)) } : {}),
    properties: { requirements: finding.requirements, severity: finding.severity },
  };
}

function fix(entry: ReportEntry, it: Fix): object {
  const files = [...new Set(it.edits.map((edit) => edit.file))];
  return {
    description: { text: it.title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(entry, file),
      replacements: it.edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({
          deletedRegion: region(edit.range),
          ...(edit.text === '' ? {} : { insertedContent: { text: edit.text } }),
        })),
    })),
  };
}

function artifact(entry: ReportEntry, file: string | undefined): object {
  const path = file === undefined ? entry.file : entry.relative(file);
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path)
    ? { uri: pathToFileURL(path) }
    : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' };
}

/** SARIF counts lines and columns from 1; the end column is exclusive. */
function region({ start, end }: ReportEntry['result']['findings'][number]['range']): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
