import { describe, expect, it } from 'vitest';
import { lineOfPlace } from '../../../../client/src/testing/place-line';

const DOCKERFILE = `# syntax=docker/dockerfile:1
FROM python:3.12 AS build
USER nobody
FROM python:3.12-slim
RUN apt-get update \\
 # ENTRYPOINT of another
 && apt-get install -y nginx
RUN <<END
ENTRYPOINT ["not", "one"]
END
COPY nginx.conf /etc/nginx/
copy train serve /opt/program/
USER root
ENTRYPOINT ["python", \\
  "main.py"]
`;

describe('lineOfPlace', () => {
  it('is the last instruction of that kind, at its first line', () => {
    expect(lineOfPlace(DOCKERFILE, 'from')).toBe(3);
    expect(lineOfPlace(DOCKERFILE, 'user')).toBe(12);
    expect(lineOfPlace(DOCKERFILE, 'entrypoint')).toBe(13);
    expect(lineOfPlace(DOCKERFILE, 'run')).toBe(7);
  });

  it('is the line that copies the program, or the entry point', () => {
    expect(lineOfPlace(DOCKERFILE, 'train')).toBe(11);
    expect(lineOfPlace(DOCKERFILE, 'serve')).toBe(11);
    expect(lineOfPlace(DOCKERFILE, 'front')).toBe(10);
    expect(lineOfPlace(DOCKERFILE, 'handler')).toBe(13);
  });

  it('is the last stage for what the Dockerfile does not say, and its begin when it is empty', () => {
    expect(lineOfPlace(DOCKERFILE, 'label')).toBe(3);
    expect(lineOfPlace('FROM a\nCMD serve', 'entrypoint')).toBe(1);
    expect(lineOfPlace('', 'from')).toBe(0);
  });

  it('joins lines with the escape that the Dockerfile chooses', () => {
    const windows = '# escape=`\nFROM a\nRUN dir `\n  USER x\nUSER y\n';
    expect(lineOfPlace(windows, 'user')).toBe(4);
    expect(lineOfPlace('FROM a\nRUN dir C:\\\\ \\\n USER x\nCMD a', 'user')).toBe(0);
  });
});
