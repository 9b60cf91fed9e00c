import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, readSettings, rolesFor } from '../../../../server/src/lsp/settings';

describe('readSettings', () => {
  it('takes well-formed values', () => {
    const settings = readSettings({
      lint: { enable: false, rules: { 'a-rule': 'off', 'b-rule': 'hint' }, roles: { '**/train/*': ['training'] } },
      region: 'eu-west-1',
      inlayHints: { enable: false },
      codeLens: { enable: false },
    });
    expect(settings).toEqual({
      lint: { enable: false, rules: { 'a-rule': 'off', 'b-rule': 'hint' }, roles: { '**/train/*': ['training'] } },
      region: 'eu-west-1',
      inlayHints: { enable: false },
      codeLens: { enable: false },
    });
  });

  it.each([undefined, null, 3, 'x', [], [1], true, { lint: null }, { lint: [] }, { lint: { rules: 'off', roles: 7 } }])(
    'falls back to the defaults for %j',
    (raw) => {
      expect(readSettings(raw)).toEqual(DEFAULT_SETTINGS);
      expect(readSettings(raw).lint.enable).toBe(true);
    },
  );

  it('drops single bad values and keeps the good beside them', () => {
    const settings = readSettings({
      lint: {
        enable: 'no',
        rules: { good: 'error', bad: 'fatal', worse: 1 },
        roles: { a: ['training'], b: ['nope'], c: 'training' },
      },
      region: '; rm -rf /',
      inlayHints: 1,
    });
    expect(settings.lint.enable).toBe(true);
    expect(settings.lint.rules).toEqual({ good: 'error' });
    expect(settings.lint.roles).toEqual({ a: ['training'] });
    expect(settings.region).toBeUndefined();
    expect(settings.inlayHints.enable).toBe(true);
  });

  it.each(['us-gov-west-1', 'us-iso-east-1', 'eusc-de-east-1', 'ap-southeast-7'])('knows the shape of %s', (region) => {
    expect(readSettings({ region }).region).toBe(region);
  });

  it('does not take a key of Object for a rule', () => {
    const settings = readSettings(JSON.parse('{"lint":{"rules":{"__proto__":"off"}}}'));
    expect(Object.getPrototypeOf(settings.lint.rules)).toBe(Object.prototype);
  });
});

describe('rolesFor', () => {
  const settings = readSettings({
    lint: {
      roles: {
        'services/**': ['inference'],
        'services/train/*': ['training'],
        '*.gpu': ['studio'],
        'x{1,2}/Dockerfile': [],
      },
    },
  });
  it('lets the last glob that matches win', () => {
    expect(rolesFor(settings, 'services/a/b/Dockerfile')).toEqual(['inference']);
    expect(rolesFor(settings, 'services/train/Dockerfile')).toEqual(['training']);
  });
  it('says nothing without a match', () => {
    expect(rolesFor(settings, 'other/Dockerfile')).toBeUndefined();
  });
  it('matches a glob without a slash against the name', () => {
    expect(rolesFor(settings, 'deep/down/Dockerfile.gpu')).toEqual(['studio']);
  });
  it('chooses between alternatives, and an empty list means no role', () => {
    expect(rolesFor(settings, 'x2/Dockerfile')).toEqual([]);
    expect(rolesFor(settings, 'x3/Dockerfile')).toBeUndefined();
  });
  it('takes strange globs in its stride', () => {
    const odd = readSettings({
      lint: {
        roles: { ['{a,b}'.repeat(40)]: ['training'], '[': ['training'], '{': ['training'], '': ['training'] },
      },
    });
    const start = performance.now();
    expect(rolesFor(odd, 'a/b/Dockerfile')).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(200);
  });
});
