import type { ConformanceResult } from './types';

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** For people: a line for each test, what was seen below those that did not pass, and a sum. */
export function conformanceText(results: readonly ConformanceResult[]): string {
  const lines = results.flatMap((it) => {
    const first = `${MARKS[it.outcome]} ${it.title} (${it.requirements.join(', ')})`;
    if (it.outcome === 'passed') return it.evidence.length === 1 ? [`${first}: ${it.evidence[0] ?? ''}`] : [first];
    const remedy = it.remedy === undefined ? [] : [`    → ${it.remedy}`];
    return [
      first,
      ...it.evidence.flatMap((text) => text.trimEnd().split('\n')).map((text) => `    ${text}`),
      ...remedy,
    ];
  });
  return `${[...lines, sum(results)].join('\n')}\n`;
}

function sum(results: readonly ConformanceResult[]): string {
  const count = (outcome: ConformanceResult['outcome']) => results.filter((it) => it.outcome === outcome).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped.`;
}

export function conformanceJson(image: string, results: readonly ConformanceResult[]): string {
  return `${JSON.stringify({ image, results }, null, 2)}\n`;
}

/** JUnit XML, as CI systems read it. */
export function conformanceJunit(image: string, results: readonly ConformanceResult[]): string {
  const count = (outcome: ConformanceResult['outcome']) => results.filter((it) => it.outcome === outcome).length;
  const counts = `tests="${results.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  const cases = results.flatMap((it) => [
    `    <testcase classname="sagemaker.${xml(it.requirements.join('.'))}" name="${xml(it.title)}"${time(it)}>`,
    ...inner(it),
    '    </testcase>',
  ]);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${xml(image)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

/** Seconds, where they are known. */
function time({ milliseconds }: ConformanceResult): string {
  return milliseconds === undefined ? '' : ` time="${milliseconds / 1000}"`;
}

function inner(it: ConformanceResult): readonly string[] {
  const evidence = it.evidence.join('\n');
  switch (it.outcome) {
    case 'passed':
      return evidence === '' ? [] : [`      <system-out>${xml(evidence)}</system-out>`];
    case 'skipped':
      return [`      <skipped message="${xml(evidence)}"/>`];
    case 'failed':
      return [`      <failure message="${xml(it.remedy ?? it.title)}">${xml(evidence)}</failure>`];
  }
}

/** Characters that XML 1.0 can’t hold even when escaped are replaced: logs may have colours. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
