// The images that the steps have built are removed: nobody else has use for them.
import http from 'node:http';

const NAMES = ['ui-demo', 'sagemaker-local/ui-demo', 'sagemaker-local/ui-broken'];

/** Untags them in the engine of DOCKER_HOST, a socket. */
export async function removeImages() {
  const filters = encodeURIComponent(JSON.stringify({ reference: NAMES }));
  const images = JSON.parse(await ask('GET', `/images/json?filters=${filters}`));
  const isOurs = (tag) => NAMES.some((name) => tag.startsWith(`${name}:`));
  for (const tag of images.flatMap(({ RepoTags }) => RepoTags ?? []).filter(isOurs)) {
    await ask('DELETE', `/images/${tag}`);
  }
}

function ask(method, path) {
  const socketPath = process.env.DOCKER_HOST.replace(/^unix:\/\//, '');
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => (text += part));
      answer.on('end', () => (answer.statusCode < 300 ? resolve(text) : reject(new Error(text))));
    });
    request.on('error', reject).end();
  });
}
