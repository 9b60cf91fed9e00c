import { readNginx } from '../../readers/nginx';
import type { Subject } from '../../subject';
import { baseName } from './places';
import { frontNginx, servingStart, type NginxConfig } from './serving';

/** Folders of nginx's own whose files are read as configurations of their own (`nginx-configs.ts`). */
const OWN_FOLDERS = /\binclude\s+\/etc\/nginx\/(?:conf\.d|sites-enabled|default\.d|modules-enabled)\/[^;\n]{1,100};/g;
const REWRITES =
  /\b(?:sed|envsubst|perl|jinja2?|render|replace|template|confd|gomplate|awk|tee)\b|write_text|\.write\(|>\s*\S{0,100}\.conf/i;

/** The configurations in front when all that nginx reads is known; empty when something can't be seen, so that absence proves nothing. */
export function settledNginx(subject: Subject): readonly NginxConfig[] {
  const configs = frontNginx(subject);
  const known = configs.every((it) => isComplete(subject, it) && !isRewritten(subject, it));
  return known ? configs : [];
}

function isComplete(subject: Subject, { file, facts }: NginxConfig): boolean {
  if (facts.complete) return true;
  const text = file.text;
  if (text === undefined || text.length > 200_000 || !subject.stage.base.row) return false;
  const own = text.replace(OWN_FOLDERS, '');
  return own !== text && readNginx(own).complete && !subject.files.files.some((it) => isUnread(it.path, subject));
}

/** A file in nginx's folders whose text is not among the configurations. */
function isUnread(path: string, subject: Subject): boolean {
  return (
    /^\/etc\/nginx\/(?:conf\.d|sites-enabled|default\.d)(?:\/|$)/.test(path) &&
    !subject.nginxConfigs.some((it) => it.file.path === path)
  );
}

/** A start program works on the file before nginx reads it. */
function isRewritten(subject: Subject, { file }: NginxConfig): boolean {
  const name = baseName(file.path);
  return servingStart(subject).chain.some((link) => {
    const text = link.file?.text;
    if (text === undefined || text.length > 200_000) return false;
    return text.split('\n').some((line) => line.includes(name) && REWRITES.test(line));
  });
}
