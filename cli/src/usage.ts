/** A wrong call: the message says what is wrong, the exit code is 2. */
export class UsageError extends Error {}

export const USAGE = `SageMaker Containers: checks Dockerfiles against the contract of Amazon SageMaker.

  sagemaker-containers lint [paths…]     lint Dockerfiles; folders are walked; - reads standard input
      --format text|json|sarif|github    how to print findings (text)
      --fix                              apply the safe fixes to the files
      --max-severity off|hint|info|warning|error
                                         the gravest severity that still exits with 0 (warning)
      --rule <id>=<severity|off>         severity of a rule, may be repeated
      --roles <role>[,<role>]            what the images are for, instead of finding out
      --region <region>                  AWS region for advice on image URIs
      --stdin-filename <path>            where the text of - would stand (./Dockerfile)
      --quiet                            errors and warnings only
  sagemaker-containers rules [--format text|json]
                                         list the rules
  sagemaker-containers explain <rule>    print the page of a rule
  sagemaker-containers --version | --help

Exit code: 0 nothing graver than --max-severity, 1 something graver, 2 wrong call or unreadable file.
`;
