/** Languages under which an editor that does not know Dockerfiles may open one. */
const UNDECIDED = new Set(['', 'plaintext', 'text', 'docker', 'containerfile', 'code-text-binary', 'unknown']);

/** `Dockerfile`, `Dockerfile.gpu`, `train.Dockerfile`, `Dockerfile-gpu`, `Containerfile`; never `Dockerfile.dockerignore`. */
export function isDockerfileName(name: string): boolean {
  const lower = name.toLowerCase();
  if (lower.endsWith('.dockerignore')) return false;
  return /^(?:dockerfile|containerfile)(?:[._-].+)?$/.test(lower) || /.\.(?:dockerfile|containerfile)$/.test(lower);
}

/** Is this document a Dockerfile, going by the editor's language first and by its name where the editor has none? */
export function isDockerfile(languageId: string, name: string): boolean {
  const language = languageId.toLowerCase();
  if (language === 'dockerfile') return true;
  return UNDECIDED.has(language) && isDockerfileName(name);
}
