import { l10n } from 'vscode';
import { ActionableError, isAborted, readError } from '../show-error';

/** Errors that signing in gets rid of. */
const SIGNED_OUT = ['ExpiredToken', 'CredentialsError'];

/** A sentence with a button that signs in. */
export function signInError(id: string, message: string, remedy: string, cause?: unknown): ActionableError {
  const action = { title: l10n.t('Sign In'), command: 'sagemaker.signIn', arguments: [id] };
  return new ActionableError(message, remedy, [action], { cause });
}

/** The error, with that button when signing in gets rid of it. `id`: of the connection. */
export function withSignIn(id: string, error: unknown): unknown {
  if (error instanceof ActionableError || !(error instanceof Error)) return error;
  if (!SIGNED_OUT.includes(error.name) && !isAborted(error)) return error;
  const { message, remedy = '' } = readError(error);
  return signInError(id, message, remedy, error);
}
