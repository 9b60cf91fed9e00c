import { isNamed } from '../named-errors';
import { UserError } from '../user-error';
import { signInRemedy } from './sign-in';

/** What a registry or the engine said of a pull, as a UserError where somebody can do something about it. */
export function pullProblem(error: unknown, image: string): unknown {
  // The engine may be of another bundle, whose class is another one.
  if (!isNamed(error, 'EngineError') || !(error instanceof Error)) return error;
  const said = error.message.trim();
  const problem = (what: string, remedy: string): UserError => new UserError(what, remedy, { cause: error });
  if (/no basic auth|unauthorized|authentication required|authorization token has expired|denied/i.test(said)) {
    return problem(`The registry does not hand out “${image}”: ${said}.`, signInRemedy(image));
  }
  if (/no such host|connection refused|timeout|EOF|connection reset|TLS handshake|network is unreachable/i.test(said)) {
    return problem(
      `The Docker Engine can’t reach the registry of “${image}”: ${said}.`,
      'The engine, not this program, pulls images: look at its network and proxy settings, and at the name of the image.',
    );
  }
  if (/manifest unknown|not found|name unknown/i.test(said)) {
    return problem(`There is no image “${image}” at its registry.`, 'Correct its name or tag in the request.');
  }
  return error;
}
