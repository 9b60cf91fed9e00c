// The images that the steps have built are removed: nobody else has use for them.
import http from 'node:http';

const NAMES = ['ui-demo', 'sagemaker-local/ui-demo', 'sagemaker-local/ui-broken'];
/** The name that New Container Project offers: somebody's own images may have it. */
const OFFERED = 'sagemaker-local/my-model';

/** Tags that are not ours, though they have the name that is offered. To be asked before the steps. */
export const foreignImages = () => tagsOf([OFFERED]);

/** Untags what the steps have built in the engine of DOCKER_HOST, a socket; what a step that failed has left goes first. */
export async function removeImages(foreign) {
  for (const tag of await tagsOf([...NAMES, OFFERED])) {
    if (foreign.includes(tag)) continue;
    for (const id of await containersOf(tag)) await ask('DELETE', `/containers/${id}?force=true`);
    await ask('DELETE', `/images/${tag}`);
  }
}

async function containersOf(tag) {
  const filters = encodeURIComponent(JSON.stringify({ ancestor: [tag] }));
  return JSON.parse(await ask('GET', `/containers/json?all=true&filters=${filters}`)).map(({ Id }) => Id);
}

async function tagsOf(names) {
  const filters = encodeURIComponent(JSON.stringify({ reference: names }));
  const images = JSON.parse(await ask('GET', `/images/json?filters=${filters}`));
  const isOne = (tag) => names.some((name) => tag.startsWith(`${name}:`));
  return images.flatMap(({ RepoTags }) => RepoTags ?? []).filter(isOne);
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
