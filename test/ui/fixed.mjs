import fs from 'node:fs';
import path from 'node:path';

/** Mends the Dockerfile of the project on disk, for what does not want to see how it is mended. */
export function mend(folder) {
  const file = path.join(folder, 'Dockerfile');
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replace('ENTRYPOINT /opt/code/start', 'ENTRYPOINT ["/opt/code/start"]'));
}
