import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { at, find, parse, values } from './helpers';

const keywords = (text: string) => parse(text).instructions.map((it) => it.keyword);

describe('instruction boundaries', () => {
  it('keeps offsets equal between text and code, with continuations blanked', () => {
    const text = 'FROM a\nRUN x \\\n  # why\n\n  && y \\  \n  && z\nCMD w\n';
    const { code, comments } = parse(text);
    expect(code).toHaveLength(text.length);
    expect(code.slice(7, text.indexOf('\nCMD'))).toMatch(/^RUN x {2,}&& y {2,}&& z$/);
    expect(code.slice(text.indexOf('\nCMD'))).toBe('\nCMD w\n');
    expect(comments.map((it) => it.text)).toEqual(['why']);
  });

  it('agrees with dockerfile-ast where that is right', () => {
    const text = '# syntax=docker/dockerfile:1\n\n  FROM a AS b\n# c\nRUN x \\\n\ty\n\n\tCOPY a b\nonbuild RUN z\n';
    const theirs = DockerfileParser.parse(text).getInstructions();
    expect(parse(text).instructions.map((it) => it.range)).toEqual(theirs.map((it) => it.getRange()));
  });

  it('reads a byte order mark and CRLF with right ranges', () => {
    const dockerfile = parse('\uFEFF# escape=`\r\nFROM a\r\nRUN b `\r\n  c\r\nCMD ["d"]\r\n');
    expect(dockerfile.escape).toBe('`');
    expect(dockerfile.instructions.map((it) => at(dockerfile, it.range))).toEqual([
      'FROM a',
      'RUN b `\r\n  c',
      'CMD ["d"]',
    ]);
    expect(find(dockerfile, 'CMD').range.start).toEqual({ line: 4, character: 0 });
    expect(find(dockerfile, 'RUN').words.map((it) => it.raw)).toEqual(['b', 'c']);
    expect(at(dockerfile, find(dockerfile, 'CMD').words[0]?.range ?? dockerfile.range(0, 0))).toBe('"d"');
  });

  it('reads a byte order mark before FROM', () => {
    const dockerfile = parse('\uFEFFFROM a\n');
    expect(dockerfile.target?.image.range.start).toEqual({ line: 0, character: 6 });
    expect(dockerfile.wellFormed).toBe(true);
  });

  it('joins a word over a continuation', () => {
    const dockerfile = parse('FROM a\nENV LONG=foo\\\nbar X=1\n');
    const [first, second] = find(dockerfile, 'ENV').pairs;
    expect(first?.value?.raw).toBe('foobar');
    expect(first?.value?.range).toEqual({ start: { line: 1, character: 9 }, end: { line: 2, character: 3 } });
    expect(second?.name.raw).toBe('X');
  });

  it('does not go on after a doubled escape character', () => {
    expect(keywords('FROM a\nRUN echo a\\\\\nCMD x')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\nRUN echo a \\ \\\n b\nCMD x')).toEqual(['FROM', 'RUN', 'CMD']);
  });

  it('takes keywords in any case and after blanks', () => {
    expect(keywords('from a\n  Run b\n\tcMd ["c"]')).toEqual(['FROM', 'RUN', 'CMD']);
  });

  it('ends at the end of the file in the middle of a continuation', () => {
    const dockerfile = parse('FROM a\nRUN b \\');
    expect(at(dockerfile, find(dockerfile, 'RUN').range)).toBe('RUN b \\');
    expect(find(dockerfile, 'RUN').words.map((it) => it.raw)).toEqual(['b']);
  });
});

describe('directives and comments', () => {
  it('reads known directives at the top only', () => {
    const { directives, comments } = parse(
      '# syntax=docker/dockerfile:1\n# check=skip=all\n# sagemaker role=train\n# escape=`\nFROM a',
    );
    expect(directives.map((it) => [it.name, it.value])).toEqual([
      ['syntax', 'docker/dockerfile:1'],
      ['check', 'skip=all'],
    ]);
    expect(comments).toHaveLength(2);
    expect(comments[0]?.range.start).toEqual({ line: 2, character: 0 });
  });

  it('keeps the text of a comment with an equals sign at the top', () => {
    const { comments, escape } = parse('# sagemaker role=train\n# escape=`\nFROM a');
    expect(comments.map((it) => it.text)).toEqual(['sagemaker role=train', 'escape=`']);
    expect(escape).toBe('\\');
  });
});

describe('heredocs', () => {
  it('reads bodies, several of them, quoted and chomped', () => {
    const text = 'FROM a\nCOPY <<A <<-"B" /x/\na $x\n# no comment\nA\n\tb\n\tB\nRUN y\n';
    const dockerfile = parse(text);
    const copy = find(dockerfile, 'COPY');
    expect(copy.heredocs.map(({ name, content, quoted }) => ({ name, content, quoted }))).toEqual([
      { name: 'A', content: 'a $x\n# no comment\n', quoted: false },
      { name: 'B', content: 'b\n', quoted: true },
    ]);
    expect(copy.heredocs.map((it) => [at(dockerfile, it.range), at(dockerfile, it.contentRange)])).toEqual([
      ['<<A', 'a $x\n# no comment\n'],
      ['<<-"B"', '\tb\n'],
    ]);
    expect(copy.argumentsText).toBe('<<A <<-"B" /x/');
    expect(at(dockerfile, copy.range)).toBe(text.slice(7, text.indexOf('\nRUN')));
    expect(dockerfile.comments).toEqual([]);
    expect(keywords(text)).toEqual(['FROM', 'COPY', 'RUN']);
  });

  it('reads the forms dockerfile-ast does not know', () => {
    expect(keywords('FROM a\nRUN cat 3<<EOF\nx\nEOF\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords("FROM a\nRUN <<'EOF' sh\nx\\\nEOF\nCMD z")).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\nRUN <<EOF\n\nEOF\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\nRUN cat <<EOF && \\\n echo x\nbody\nEOF\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\nONBUILD RUN <<EOF\nx\nEOF\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\r\nRUN <<EOF\r\nx\r\nEOF\r\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
  });

  it('is not misled by what only looks like one', () => {
    expect(keywords('FROM a\nRUN echo "a <<EOF"\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\nRUN cat<<EOF\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\nRUN foo <<< bar\nCMD z')).toEqual(['FROM', 'RUN', 'CMD']);
    expect(keywords('FROM a\nENV A=<<EOF\nCMD z')).toEqual(['FROM', 'ENV', 'CMD']);
    expect(values(find(parse('FROM a\nENV A=<<EOF'), 'ENV').words)).toEqual(['A=<<EOF']);
  });

  it('takes the rest of the file for the body of one that has no end, and says so', () => {
    const dockerfile = parse('FROM a\nRUN <<EOF\nCMD z\n');
    expect(dockerfile.instructions).toHaveLength(2);
    expect(find(dockerfile, 'RUN').heredocs[0]?.content).toBe('CMD z\n');
    expect(dockerfile.wellFormed).toBe(false);
  });
});

describe('wellFormed', () => {
  it.each([
    ['FROM python\nRUN docker inspect -f "{{.Id}}" x\n'],
    ["FROM python\nRUN go list -f '{{ Name }}'\n"],
    ['ARG V=1\nFROM python:${V}\nRUN x < in > out\nCMD y'],
    ['FROM python\nENV KEY=<your-key>\n'],
    ['FROM python\nFOO bar\nRUN x'],
  ])('is true for %j', (text) => {
    expect(parse(text).wellFormed).toBe(true);
  });

  it.each([
    [''],
    ['RUN x\nFROM python'],
    ['hello world\nthis is text'],
    ['FROM __BASE__'],
    ['FROM {{ base }}'],
    ['FROM <account>.dkr.ecr.us-east-1.amazonaws.com/x'],
    ['FROM python\nRUN pip install {{ packages }}'],
    ['FROM python\n{% if x %}\nRUN y\n{% endif %}'],
    ['FROM python\nCOPY <%= dir %> /x'],
    ['FROM python\nCMD <REPLACE_ME>'],
    ['FROM python\nfoo\nbar\nbaz\n'],
  ])('is false for %j', (text) => {
    expect(parse(text).wellFormed).toBe(false);
  });
});
