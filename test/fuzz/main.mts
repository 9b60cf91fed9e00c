// The long run: npm run fuzz -- [cases] [seed]. 100,000 cases by default.
import process from 'node:process';
import { fuzz, seeds } from './fuzz';

const cases = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const outcome = fuzz(cases, seed, seeds());
console.log(
  `${outcome.cases} cases, seed ${seed}: ${outcome.findings} findings, slowest ${outcome.slowestMilliseconds.toFixed(1)} ms, ${outcome.failures.length} failures`,
);
for (const { what, text } of outcome.failures) console.log(`\n--- ${what}\n${JSON.stringify(text)}`);
process.exitCode = outcome.failures.length > 0 ? 1 : 0;
