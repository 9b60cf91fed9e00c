/** Docker's names of the platforms, as one: `x86_64` is `linux/amd64`, `arm64/v8` is `linux/arm64`. */
export function normalPlatform(platform: string): string | undefined {
  const parts = platform.trim().toLowerCase().split('/');
  const [first = '', second = ''] = parts;
  const hasSystem = /^(?:linux|windows|darwin|freebsd|wasi)$/.test(first);
  const machine = hasSystem ? second : first;
  if (machine === '') return undefined;
  const name = /^x86[_-]64$/.test(machine) ? 'amd64' : machine === 'aarch64' ? 'arm64' : machine;
  return `${hasSystem ? first : 'linux'}/${name}`;
}
