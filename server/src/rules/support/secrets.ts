/** What a value gives away by its form. */
const AWS_KEY = /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/;
const TOKEN =
  /\b(?:hf_[A-Za-z0-9]{30,}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,}|xox[bp]-[\w-]{20,}|glpat-[\w-]{20,}|sk-(?:proj-|ant-)?[\w-]{32,})/;

/** Variables whose value is a secret of some service. */
const SECRET_NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|API_?KEY|ACCESS_TOKEN|AUTH_TOKEN|SECRET_KEY|CLIENT_SECRET|PRIVATE_KEY|API_TOKEN)$|^PGPASSWORD$|^MYSQL_PWD$|^(?:HF|HUGGING_?FACE(?:_HUB)?|HUGGINGFACEHUB_API|GITHUB|GH|GITLAB|CI_JOB|NPM|PYPI|SLACK(?:_BOT)?)_TOKEN$/;

const PLACEHOLDER =
  /^(?:|<.*>|\[.*\]|\{.*\}|x+|\*+|\.+|-+|\d{1,3}|none|null|nil|true|false|yes|no|empty|unset|default|secret|password|passwd|token|key|admin|root|guest|postgres|jupyter|sagemaker|test\w*|dummy.*|fake.*|foo|bar|example.*|sample.*|placeholder.*|change-?_?me.*|replace.*|todo.*|your[-_ ].*|my[-_ ].*|insert[-_ ].*|put[-_ ].*|not[-_ ].*|local\w*|dev|EMPTY)$/i;

/** An access key of AWS in the text, other than the documentation's. */
export function holdsAwsKey(text: string): boolean {
  const found = AWS_KEY.exec(text)?.[0];
  return found !== undefined && !found.endsWith('EXAMPLE');
}

/** A token in the text whose form tells its service. */
export function holdsToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Does a variable of that name hold a secret? */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toUpperCase()) && !/(?:_FILE|_PATH|_NAME|_ARN|_ID)$/.test(name.toUpperCase());
}

/** Is it a real secret rather than a stand-in, a path or a reference? */
export function isRealSecret(value: string): boolean {
  return (
    value.length >= 6 &&
    value.length <= 4096 &&
    !/[\s$]/.test(value) &&
    !PLACEHOLDER.test(value) &&
    !/^(?:[./~]|arn:|https?:\/\/|s3:\/\/)/.test(value)
  );
}
