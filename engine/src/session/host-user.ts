/** Who runs this, as `uid:gid`; nothing where the system has no such numbers. */
export function hostUser(): { hostUser?: string } {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return uid === undefined || gid === undefined ? {} : { hostUser: `${uid}:${gid}` };
}
