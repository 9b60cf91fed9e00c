import fs from 'node:fs';
import path from 'node:path';

/**
 * Settings of the machine, for those whose scope says that they belong there: among the user's own they would hold only
 * till VS Code knows their scope.
 */
export function machineSettings(profile, settings) {
  const folder = path.join(profile, 'user-data/Machine');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings));
}
