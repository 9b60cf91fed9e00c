import { describe, expect, it } from 'vitest';
import { declareRoles, declaredRoles } from '../../../client/src/roles/role-comment';

/** The text after the edit; the same text when there is none. */
function after(text: string, roles: readonly string[]): string {
  const edit = declareRoles(text, roles);
  return edit === undefined ? text : text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

describe('declareRoles', () => {
  it('puts the comment at the top', () => {
    expect(after('FROM python\n', ['training'])).toBe('# sagemaker: roles=training\nFROM python\n');
    expect(after('', ['training'])).toBe('# sagemaker: roles=training\n');
  });

  it('puts it behind the parser directives only', () => {
    const directives = '# syntax=docker/dockerfile:1\n#escape = `\n# check=skip=all\n';
    expect(after(`${directives}# note\nFROM python\n`, ['inference', 'pipeline'])).toBe(
      `${directives}# sagemaker: roles=inference,pipeline\n# note\nFROM python\n`,
    );
    expect(after('# note\n# syntax=x\nFROM python\n', ['studio'])).toBe(
      '# sagemaker: roles=studio\n# note\n# syntax=x\nFROM python\n',
    );
    expect(after('# other=x\nFROM python\n', ['studio'])).toBe('# sagemaker: roles=studio\n# other=x\nFROM python\n');
    expect(after('#!/usr/bin/env docker\nFROM python\n', ['studio'])).toBe(
      '#!/usr/bin/env docker\n# sagemaker: roles=studio\nFROM python\n',
    );
    expect(after('FROM python\n#!x\n', ['studio'])).toBe('# sagemaker: roles=studio\nFROM python\n#!x\n');
  });

  it('keeps a directive without a line break a directive', () => {
    expect(after('# syntax=x', ['training'])).toBe('# syntax=x\n# sagemaker: roles=training\n');
  });

  it('keeps line ends and a byte order mark', () => {
    expect(after('\uFEFFFROM a\r\nRUN b\r\n', ['training'])).toBe(
      '\uFEFF# sagemaker: roles=training\r\nFROM a\r\nRUN b\r\n',
    );
    expect(after('\uFEFF# escape=`\r\nFROM a\r\n', ['training'])).toBe(
      '\uFEFF# escape=`\r\n# sagemaker: roles=training\r\nFROM a\r\n',
    );
  });

  it('changes a comment that is there, and only its roles', () => {
    expect(after('FROM a\n#  SageMaker: roles = training, inference\nRUN b\n', ['studio'])).toBe(
      'FROM a\n#  SageMaker: roles=studio\nRUN b\n',
    );
    expect(after('# sagemaker: roles=training inference\r\nFROM a\r\n', ['studio'])).toBe(
      '# sagemaker: roles=studio\r\nFROM a\r\n',
    );
    expect(after('# sagemaker: ignore-file=x roles=training reason=roles=no\nFROM a\n', ['studio'])).toBe(
      '# sagemaker: ignore-file=x roles=studio reason=roles=no\nFROM a\n',
    );
  });

  it('changes the last of several, which is the one that counts', () => {
    expect(after('# sagemaker: roles=training\n# sagemaker: roles=studio\nFROM a\n', ['pipeline'])).toBe(
      '# sagemaker: roles=training\n# sagemaker: roles=pipeline\nFROM a\n',
    );
  });

  it('does nothing when it is said already', () => {
    expect(declareRoles('# sagemaker: roles=training,studio\nFROM a\n', ['training', 'studio'])).toBeUndefined();
    expect(declareRoles('FROM a\n', [])).toBeUndefined();
  });

  it('takes the comment away, but not what else it says', () => {
    expect(after('# syntax=x\n# sagemaker: roles=training\nFROM a\n', [])).toBe('# syntax=x\nFROM a\n');
    expect(after('# sagemaker: roles=training ignore-file=x reason=y\nFROM a\n', [])).toBe(
      '# sagemaker: ignore-file=x reason=y\nFROM a\n',
    );
  });

  it('takes a reason for prose', () => {
    expect(declaredRoles('# sagemaker: ignore=x reason=roles=training\n')).toBeUndefined();
    expect(after('# sagemaker: ignore=x reason=roles=training\nFROM a\n', ['studio'])).toBe(
      '# sagemaker: roles=studio\n# sagemaker: ignore=x reason=roles=training\nFROM a\n',
    );
  });
});

describe('declaredRoles', () => {
  it('reads the words', () => {
    expect(declaredRoles('FROM a\n# sagemaker: roles=Training,  inference\n')).toEqual(['training', 'inference']);
    expect(declaredRoles('# sagemaker: roles=none\n')).toEqual(['none']);
    expect(declaredRoles('# sagemaker: roles=\n')).toEqual([]);
  });

  it('is undefined without a comment', () => {
    expect(declaredRoles('FROM a\nRUN echo "# sagemaker: roles=training"\n')).toBeUndefined();
  });
});
