import { describe, expect, it } from 'vitest';
import { fileNameOf, fileUriToPath, pathToFileUri } from '../../../../server/src/lsp/uri';

describe('fileUriToPath', () => {
  it.each([
    ['file:///work/My%20Project/Dockerfile', '/work/My Project/Dockerfile'],
    ['file:///c%3A/Work/Dockerfile', 'c:/Work/Dockerfile'],
    ['file:///C:/Work/Dockerfile', 'c:/Work/Dockerfile'],
    ['file://server/share/Dockerfile', '//server/share/Dockerfile'],
    ['file://localhost/a/Dockerfile', '/a/Dockerfile'],
    ['file:///a/Dockerfile?x#y', '/a/Dockerfile'],
    ['file:///a/100%/Dockerfile', '/a/100%/Dockerfile'],
  ])('%s is %s', (uri, path) => {
    expect(fileUriToPath(uri)).toBe(path);
  });

  it.each(['untitled:Untitled-1', 'vscode-vfs://github/a/b/Dockerfile', 'git:/a/Dockerfile', '', '/a/Dockerfile'])(
    '%s has no path',
    (uri) => {
      expect(fileUriToPath(uri)).toBeUndefined();
    },
  );
});

describe('pathToFileUri', () => {
  it.each([
    ['/work/My Project/Dockerfile', 'file:///work/My%20Project/Dockerfile'],
    ['c:/Work/Dockerfile', 'file:///c%3A/Work/Dockerfile'],
    ['//server/share/Dockerfile', 'file://server/share/Dockerfile'],
    ['/a/#?%(1).txt', 'file:///a/%23%3F%25%281%29.txt'],
  ])('%s is %s, and back', (path, uri) => {
    expect(pathToFileUri(path)).toBe(uri);
    expect(fileUriToPath(uri)).toBe(path);
  });
});

describe('fileNameOf', () => {
  it.each([
    ['file:///a/b/My%20Dockerfile', 'My Dockerfile'],
    ['untitled:Untitled-1', 'Untitled-1'],
    ['vscode-vfs://github/a/b/Dockerfile?ref=main', 'Dockerfile'],
    ['file:///a/', ''],
  ])('%s is %j', (uri, name) => {
    expect(fileNameOf(uri)).toBe(name);
  });
});
