import { describe, expect, it } from 'vitest';
import { result } from '../../../../engine/src/conformance/catalogue';
import { conformanceJson, conformanceJunit, conformanceText } from '../../../../engine/src/conformance/report';

const RESULTS = [
  result('serve-starts', 'passed', []),
  result('ping-healthy', 'passed', ['healthy after 12 ms']),
  result('serve-stops', 'failed', ['SIGKILL <9> & "more"\n\u001b[31mred\u001b[0m']),
  result('bind-to-port', 'skipped', ['no label']),
];

describe('reports of the contract tests', () => {
  it('tells people what was seen, and what to do about a failure', () => {
    expect(conformanceText(RESULTS)).toBe(
      [
        '✓ It starts with `serve` (LAUNCH-02)',
        '✓ GET /ping answers 200 within 2 seconds (HTTP-02, HTTP-03): healthy after 12 ms',
        '✗ It ends within 30 seconds of SIGTERM (EXIT-04)',
        '    SIGKILL <9> & "more"',
        '    \u001b[31mred\u001b[0m',
        '    → Start the server with `exec`, so that it is the first process, and handle SIGTERM.',
        '– It listens on SAGEMAKER_BIND_TO_PORT (PIPE-01)',
        '    no label',
        '2 passed, 1 failed, 1 skipped.',
        '',
      ].join('\n'),
    );
  });

  it('gives programs all there is', () => {
    expect(JSON.parse(conformanceJson('a:1', RESULTS))).toEqual({ image: 'a:1', results: RESULTS });
    expect(RESULTS[0]).not.toHaveProperty('remedy');
  });

  it('is XML whatever a log holds', () => {
    const xml = conformanceJunit('a<b', RESULTS);
    expect(xml).toContain('<testsuite name="a&lt;b" tests="4" failures="1" errors="0" skipped="1">');
    expect(xml).toContain('classname="sagemaker.HTTP-02.HTTP-03"');
    expect(xml).toContain('>SIGKILL &lt;9&gt; &amp; &quot;more&quot;&#10;\uFFFD[31mred\uFFFD[0m</failure>');
    expect(xml).toContain('<skipped message="no label"/>');
    expect(xml).toContain('<system-out>healthy after 12 ms</system-out>');
    expect(xml.match(/<testcase /g)).toHaveLength(4);
    expect(xml.match(/<\/testcase>/g)).toHaveLength(4);
  });
});
