/** Globals of the plain Node scripts. */
export default Object.fromEntries(
  [
    'process',
    'console',
    'URL',
    'Buffer',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'performance',
    'fetch',
    'document',
    'window',
    'AbortController',
    'Worker',
    'Blob',
  ].map((name) => [name, 'readonly']),
);
