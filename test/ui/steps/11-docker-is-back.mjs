import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** A Docker Engine that is not started, is, and goes away. */
export default {
  needs: 'docker',
  prepare: ({ home }) => {
    const socket = path.join(home, 'docker.sock');
    const connections = new Set();
    const server = net.createServer((client) => {
      const engine = net.connect(process.env.DOCKER_HOST.replace('unix://', ''));
      for (const it of [client, engine]) {
        connections.add(it);
        it.on('error', () => it.destroy()).on('close', () => connections.delete(it));
      }
      client.pipe(engine).pipe(client);
    });
    const stopEngine = () => {
      server.close();
      for (const it of connections) it.destroy();
      fs.rmSync(socket, { force: true });
    };
    const startEngine = () => new Promise((resolve) => server.listen(socket, resolve));
    return { env: { DOCKER_HOST: `unix://${socket}` }, startEngine, stopEngine, stop: stopEngine };
  },
  steps: {
    'not started': async (ui) => {
      await ui.open('Dockerfile');
      await ui.line('FROM').waitFor();
      await ui.sideBar();
      await ui.viewMessage('No Docker Engine listens').waitFor();
      await ui.row('Docker can’t be used').waitFor();
    },
    'tried again': async (ui) => {
      await ui.startEngine();
      await ui.row('Try Again').click();
      await ui.row('No jobs yet.').waitFor();
      await ui.viewMessage('No Docker Engine').waitFor({ state: 'hidden' });
      await ui.page.locator('.statusbar-item', { hasText: 'The Docker Engine answers' }).waitFor();
    },
    'gone while VS Code is open': async (ui) => {
      ui.stopEngine();
      await ui.viewMessage('The Docker Engine has stopped answering').waitFor();
    },
    'back by itself': async (ui) => {
      await ui.startEngine();
      await ui.row('No jobs yet.').waitFor();
    },
  },
};
