import { describe, expect, it } from 'vitest';
import { at, find, get, parse, UNKNOWN, values } from './helpers';

const instruction = (line: string) => {
  const dockerfile = parse(`FROM ubuntu\n${line}\n`);
  const found = dockerfile.instructions[1];
  if (found === undefined) throw new Error('nothing there');
  return { dockerfile, found };
};
const wordsOf = (line: string) => values(instruction(line).found.words);
const pairsOf = (line: string) =>
  instruction(line).found.pairs.map((it) => [get(it.name.value), get(it.value?.value), it.legacy]);

describe('words', () => {
  it('removes quotes of COPY sources but does not let them hold blanks', () => {
    expect(wordsOf('COPY "requirements.txt" .')).toEqual(['requirements.txt', '.']);
    expect(wordsOf('COPY "a b" .')).toEqual([UNKNOWN, UNKNOWN, '.']);
    expect(wordsOf('COPY wheel[s]/ pyproject.tom[l] * /dir/')).toEqual(['wheel[s]/', 'pyproject.tom[l]', '*', '/dir/']);
    expect(wordsOf('COPY ["a b", "/x y/"]')).toEqual(['a b', '/x y/']);
  });

  it('takes WORKDIR and USER as one word', () => {
    expect(wordsOf('WORKDIR /a b ')).toEqual(['/a b']);
    expect(wordsOf('WORKDIR "/a b"')).toEqual(['/a b']);
    expect(wordsOf("USER 'me'")).toEqual(['me']);
  });

  it('leaves variables of RUN, CMD and ENTRYPOINT alone', () => {
    expect(wordsOf('RUN echo $HOME "$X"')).toEqual(['echo', '$HOME', '"$X"']);
    expect(wordsOf('ENTRYPOINT ["sh", "-c", "$X"]')).toEqual(['sh', '-c', '$X']);
    expect(instruction('ENTRYPOINT ["$X"]').found.words[0]?.variables).toEqual(['X']);
  });

  it('knows exec form by strict JSON', () => {
    const { dockerfile, found } = instruction('ENTRYPOINT [ "python", \\\n  "a\\"b" ]');
    expect(found.exec).toBe(true);
    expect(values(found.words)).toEqual(['python', 'a"b']);
    expect(found.words.map((it) => at(dockerfile, it.range))).toEqual(['"python"', '"a\\"b"']);
    expect(found.words.map((it) => at(dockerfile, it.inner))).toEqual(['python', 'a\\"b']);
    expect(found.looksLikeJson).toBe(false);
  });

  it.each([
    "CMD ['a']",
    'CMD [ "python", /opt/x ]',
    'CMD ["a",]',
    'CMD ["a"',
    'CMD ["a"] b',
    'CMD [1]',
    'RUN [ -f x ]',
  ])('takes %s for shell form that looks like JSON', (line) => {
    const { found } = instruction(line);
    expect([found.exec, found.looksLikeJson]).toEqual([false, true]);
  });

  it('takes the rest for plain shell form', () => {
    const { found } = instruction('ENTRYPOINT "poetry run python".split()');
    expect([found.exec, found.looksLikeJson]).toEqual([false, false]);
    expect(instruction('WORKDIR [x').found.looksLikeJson).toBe(false);
    expect(instruction('RUN ["chmod", "+x", "/a"]').found.exec).toBe(true);
    expect(instruction('CMD []').found.exec).toBe(true);
  });
});

describe('flags', () => {
  it('reads those before the arguments only', () => {
    const { dockerfile, found } = instruction('COPY --from=b --chmod=755 --link --chown="a b" --exclude=*.md x --y');
    expect(found.flags.map((it) => [it.name, get(it.value?.value)])).toEqual([
      ['from', 'b'],
      ['chmod', '755'],
      ['link', undefined],
      ['chown', 'a b'],
      ['exclude', '*.md'],
    ]);
    expect(found.flags.map((it) => at(dockerfile, it.range))[1]).toBe('--chmod=755');
    const chmod = found.flags[1]?.value;
    expect(chmod && at(dockerfile, chmod.range)).toBe('755');
    expect(values(found.words)).toEqual(['x', '--y']);
    expect(found.text.slice(found.argumentsAt, found.argumentsAt + 5)).toBe('x --y');
  });

  it('reads mounts over continued lines', () => {
    const { dockerfile, found } = instruction(
      'RUN --mount=type=cache,target=/root/.cache \\\n    --network=none \\\n    pip x',
    );
    expect(found.flags.map((it) => [it.name, it.value?.raw])).toEqual([
      ['mount', 'type=cache,target=/root/.cache'],
      ['network', 'none'],
    ]);
    expect(at(dockerfile, found.flags[1]?.range ?? found.range)).toBe('--network=none');
    expect(found.argumentsText).toBe('pip x');
  });

  it('does not pretend to know a stage given by a variable', () => {
    expect(get(instruction('COPY --from=$X a b').found.flags[0]?.value?.value)).toBe(UNKNOWN);
  });
});

describe('pairs', () => {
  it('reads several, quoted and escaped', () => {
    expect(pairsOf('ENV A=1 B="x y" C=x\\ y D=\'$A\' "E"=5 F=')).toEqual([
      ['A', '1', false],
      ['B', 'x y', false],
      ['C', 'x y', false],
      ['D', '$A', false],
      ['E', '5', false],
      ['F', '', false],
    ]);
  });

  it('reads the legacy forms', () => {
    expect(pairsOf('ENV SAGEMAKER_PROGRAM "train.py"')).toEqual([['SAGEMAKER_PROGRAM', 'train.py', true]]);
    expect(pairsOf('ENV A b=c d')).toEqual([['A', 'b=c d', true]]);
    expect(pairsOf('LABEL com.x  true')).toEqual([['com.x', 'true', true]]);
    expect(pairsOf('LABEL "com.x"="a b" y=z')).toEqual([
      ['com.x', 'a b', false],
      ['y', 'z', false],
    ]);
  });

  it('reads ARG with and without defaults, several of them', () => {
    expect(pairsOf('ARG A B=2 C')).toEqual([
      ['A', undefined, false],
      ['B', '2', false],
      ['C', undefined, false],
    ]);
  });

  it('leaves a command substitution as it stands', () => {
    expect(pairsOf('ENV X=$(nproc)')).toEqual([['X', '$(nproc)', false]]);
  });

  it('has ranges of name, value and pair', () => {
    const { dockerfile, found } = instruction('ENV A=1 \\\n    B="x y"');
    expect(
      found.pairs.map((it) => [
        at(dockerfile, it.range),
        at(dockerfile, it.name.range),
        it.value && at(dockerfile, it.value.range),
      ]),
    ).toEqual([
      ['A=1', 'A', '1'],
      ['B="x y"', 'B', '"x y"'],
    ]);
  });
});

describe('ONBUILD', () => {
  it('gives the trigger its own keyword', () => {
    const { dockerfile, found } = instruction('onbuild  copy --chown=x a /b');
    expect([found.keyword, found.onbuild]).toEqual(['COPY', true]);
    expect(at(dockerfile, found.keywordRange)).toBe('copy');
    expect(at(dockerfile, found.range)).toBe('onbuild  copy --chown=x a /b');
    expect(values(found.words)).toEqual(['a', '/b']);
    expect(found.flags).toHaveLength(1);
    expect(instruction('ONBUILD').found.onbuild).toBe(true);
  });

  it('does not know variables of a later build', () => {
    expect(wordsOf('ONBUILD COPY $X /b')).toEqual([UNKNOWN, '/b']);
  });
});

it('finds words of the first FROM', () => {
  expect(values(find(parse('FROM --platform=linux/arm64 ubuntu As base'), 'FROM').words)).toEqual([
    'ubuntu',
    'As',
    'base',
  ]);
});
