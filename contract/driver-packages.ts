/** NVIDIA's metapackages that depend on the driver, and what brings the same CUDA without it. */
const METAPACKAGES: readonly (readonly [RegExp, (version: string) => string])[] = [
  [/^cuda((?:-\d{1,2}-\d{1,2})?)$/, (version) => `cuda-toolkit${version}`],
  [/^cuda-runtime((?:-\d{1,2}-\d{1,2})?)$/, (version) => `cuda-libraries${version}`],
];

/** The package to install in place of a CUDA metapackage that pulls in the driver; undefined for all others. */
export function withoutDriver(name: string): string | undefined {
  for (const [pattern, replacement] of METAPACKAGES) {
    const match = pattern.exec(name);
    if (match) return replacement(match[1] ?? '');
  }
  return undefined;
}
