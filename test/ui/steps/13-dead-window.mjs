import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const JOB = 'left-behind';
const REQUEST = {
  TrainingJobName: JOB,
  RoleArn: 'arn:aws:iam::123456789012:role/role',
  AlgorithmSpecification: {
    TrainingImage: 'sm-test-tiny:1',
    TrainingInputMode: 'File',
    ContainerEntrypoint: ['sh', '-c'],
    ContainerArguments: ['trap "exit 0" TERM; n=0; while :; do n=$((n+1)); echo "line $n"; sleep 2; done'],
  },
  OutputDataConfig: { S3OutputPath: 's3://bucket/output' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
};

/** A window whose extension host is killed while a job runs, and the one after it. */
export default {
  needs: 'docker',
  // The lines of a terminal are then in the page, and not in a picture.
  settings: { 'terminal.integrated.gpuAcceleration': 'off' },
  prepare: ({ folder, home }) => {
    fs.writeFileSync(path.join(folder, `${JOB}.training-job.json`), JSON.stringify(REQUEST, null, 2));
    const stop = () => {
      for (const id of containers()) execFileSync('docker', ['rm', '--force', id], { stdio: 'ignore' });
    };
    return { home, stop };
  },
  steps: {
    'a job runs': async (ui) => {
      await ui.open(`${JOB}.training-job.json`);
      await ui.lens('Run locally').click();
      await ui.terminal(`SageMaker: ${JOB}`).waitFor();
      // How it is comes first, whatever was sooner.
      await ui.page
        .locator('.xterm-rows', { hasText: /InProgress\s*line\s1\s*line\s2/ })
        .first()
        .waitFor();
    },
    'its window dies': async (ui) => {
      const dead = extensionHosts(ui.home);
      if (dead.length === 0) throw new Error('there is no extension host');
      for (const pid of dead) process.kill(pid, 'SIGKILL');
      await ui.page.goto('about:blank');
      const seen = logOf(ui.home);
      if (containers().length !== 1) throw new Error('the container went with the window');
      ui.seen = seen.split('\n').length;
    },
    'the next window lists it': async (ui) => {
      await ui.openFolder();
      await ui.sideBar();
      await ui.row(JOB).waitFor();
    },
    'and goes on with its log': async (ui) => {
      await ui.inline(JOB, 'Show Logs');
      await ui.terminal(`SageMaker: ${JOB}`).waitFor();
      await ui.page
        .locator('.xterm-rows', { hasText: /line\s\d/ })
        .first()
        .waitFor();
      await until('the log goes on', () => logOf(ui.home).split('\n').length > ui.seen + 5);
      // The lines that were written while there was no window are in it, and none twice.
      const lines = [...logOf(ui.home).matchAll(/line (\d+)$/gm)].map(([, number]) => Number(number));
      if (lines.some((number, at) => number !== at + 1)) throw new Error(`the log has ${lines.join(' ')}`);
    },
    'and stops it': async (ui) => {
      await ui.inline(JOB, 'Stop');
      await ui.answer(JOB, 'Stop');
      await until('the container is gone', () => containers().length === 0);
      await ui.row(JOB, '.codicon-circle-slash').waitFor();
    },
  },
};

/** Processes of VS Code in which the extensions of this run are: only theirs have that folder of jobs. */
function extensionHosts(home) {
  return fs
    .readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map(Number)
    .filter((pid) => {
      const read = (file) => {
        try {
          return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
        } catch {
          return '';
        }
      };
      return read('cmdline').includes('--type=extensionHost') && read('environ').includes(home);
    });
}

function logOf(home) {
  const file = path.join(home, 'jobs/training-job', JOB, 'algo-1.log');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

function containers() {
  const args = ['ps', '--quiet', '--filter', `name=^smc-${JOB}-`];
  return execFileSync('docker', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

async function until(what, done) {
  for (const end = Date.now() + 60_000; !done();) {
    if (Date.now() > end) throw new Error(`not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
