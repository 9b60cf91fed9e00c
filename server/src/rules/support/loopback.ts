/** An address that is reached from within the container only. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){0,3}|localhost|::1|\[::1\]|0:0:0:0:0:0:0:1)$/i.test(host);
}
