/** A wrong call, or input that is no good: the message says what is wrong, the exit code is 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** What to do, where the help of the command would not say it. */
    readonly remedy?: string,
  ) {
    super(message);
  }
}

export const USAGE = `SageMaker Containers: checks Dockerfiles against the contract of Amazon SageMaker, and runs containers as it does.

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
  sagemaker-containers new [folder]      write a new container project: Dockerfile, programs, request files, sample
                                         data; what is not said is asked
      --what both|train|serve|processing|extend|training-toolkit|inference-toolkit|r|built-in
                                         what the container is for
      --framework <framework>            scikit-learn, pytorch, tensorflow, xgboost, pandas, none; or the algorithm
      --packages pip|uv|conda            how Python packages are installed
      --server flask|fastapi             what answers requests
      --name <name>                      of the image, the jobs and the endpoint (the folder's)
      --base <image>, --region <region>  another image to build on; the region of AWS's images (us-west-2)
  sagemaker-containers request training-job|endpoint|transform-job|processing-job
                                         write a request for an image of AWS, and folders for its data; what an
                                         algorithm needs and is not said is asked
      --algorithm <algorithm>            a built-in algorithm, such as xgboost or linear-learner
      --framework <framework>            or a framework's image that runs a script: pytorch, tensorflow, huggingface,
                                         sklearn, xgboost, mxnet, chainer
      --framework-version <version>, --processor cpu|gpu
                                         of that image (the newest; CPU)
      --source <folder>, --program <file>
                                         the script (./code, train.py); of endpoints, in code/ of --source, the model
      --model <folder|model.tar.gz>      of an algorithm (./model)
      --hyperparameter <name>=<value>    may be repeated
      --region <region>                  of the image (AWS_REGION)
      --account <account>                whose SageMaker bucket it names, to be launched (for this machine)
  sagemaker-containers import [folder]   request files for a project of sagify or easy_sm, for a folder with
                                         local_test/test_dir, or for a compose file of SageMaker local mode
      --dry-run                          say what was found, write nothing

On a Docker Engine of yours (<what> is a request document as the AWS CLI takes it, a Dockerfile, its folder, or an image):

  sagemaker-containers doctor [--format text|json]
                                         what is found: engine, builds, GPU, platforms, AWS credentials
  sagemaker-containers plan <request>    what a request would do here, and how that differs from AWS; runs nothing
      --format text|json                 how to print it (text)
  sagemaker-containers build <Dockerfile|folder>
                                         build an image for SageMaker's hosts; prints its id
      --tag <name:tag>                   its name (the folder's name)
      --file <Dockerfile>                another Dockerfile than the folder's
      --platform, --no-cache, --secret id=<name>,src=<file>|env=<variable>,
      --builder auto|engine|buildx|classic
  sagemaker-containers train <what>      run a training job; its exit code is the container's
      --channel <name>=<path>            data for a channel, may be repeated
      --hyperparameter <name>=<value>    may be repeated
      --instance-count <n>               so many hosts
      --output <folder>                  where model.tar.gz and output.tar.gz go
  sagemaker-containers process <what> [words…]
                                         run a processing job; words are its arguments (after --)
      --instance-count <n>               so many hosts
      --input <name>=<path>              data, may be repeated
      --output [<name>=]<folder>         where an output goes
  sagemaker-containers transform <what>  run a batch transform job
      --model, --input <path>, --output <folder>, --content-type, --accept, --split None|Line|RecordIO|TFRecord
  sagemaker-containers serve <what>      run an endpoint until Ctrl-C
      --model <folder|model.tar.gz>      what stands at the container's model folder
  sagemaker-containers invoke <endpoint> send a body to an endpoint; prints the answer
      --data <file|->                    the body (standard input)
      --content-type, --accept           by the file's name, when not given
      --stream                           write the answer as it comes
      --bidirectional                    each line of the body is a message; those of the answer come meanwhile (here only)
      --async                            put it in the queue of an asynchronous endpoint; prints where the answer will be
      --target-variant, --target-model, --target-container, --custom-attributes, --inference-id
                                         as InvokeEndpoint has them
  sagemaker-containers test <what>       run the image with train and serve, and tell which requirements it meets
      --role training|inference          what it has to do (what it answers to)
      --payload <file>                   a body for /invocations, may be repeated (.sagemaker/payloads/* beside the
                                         Dockerfile); <file>.expected is the answer expected
      --channel <name>=<path>, --hyperparameter <name>=<value>, --model <folder|model.tar.gz>
                                         what it trains on, and serves (what it trained)
      --timeout <seconds>                until healthy (480), and for the training (600)
      --slow                             also how it stops in the midst of training
      --format text|json|junit           how to print results (text)
  sagemaker-containers list [--format text|json] [--limit <n>]
                                         jobs and endpoints, newest first (all here, 100 of each kind at AWS)
  sagemaker-containers list <tuning job> what a hyperparameter tuning job at AWS has trained, and what it reached
  sagemaker-containers images [--format text|json] [--limit <n>]
                                         images of this machine; at AWS, the repositories of ECR
  sagemaker-containers images <repository>
                                         at AWS, its images: tags, size, media type, what the scan found
  sagemaker-containers describe <name>   what the Describe call tells of a job or endpoint, as JSON
  sagemaker-containers logs <name> [--follow]
  sagemaker-containers save <name> [--to <file|folder>] [--replace] [--download]
                                         write the request that makes a job or endpoint again, and an overlay for it;
                                         with --download also the data that it reads from S3
  sagemaker-containers stop <name>       stop a job, delete an endpoint
  sagemaker-containers rm <names…>       delete jobs that are over, with what they left, and endpoints
      --checkpoints                      also all checkpoints that are kept from run to run
      --images                           also all images that runs have built
      --parts                            at AWS, also the configuration and the models of endpoints
  Of invoke, list, images, describe, logs, save, stop and rm:
      --profile <name>, --region <region>
                                         at AWS, not on this machine; one of them is enough
      --yes                              stop and delete at AWS without being asked

  sagemaker-containers push <image> --to <repository[:tag]> [--for <use>] [--platform <platform>]
                                         check an image and push it to Amazon ECR
  sagemaker-containers launch <request>  check a request, upload and push what it needs, create it at AWS
  sagemaker-containers deploy <name> --from-job <job> | --from-local-job <job> | --model <s3://…|file> [--to s3://…]
                                         an endpoint at AWS; --image (also a Dockerfile or its folder), --role, --env,
                                         --instance-type, --instance-count
                                         a model of this machine is uploaded to --to (s3://sagemaker-<region>-<account>/…)
  Of launch and deploy:
      --push                             images of this machine go to ECR under their own names
      --to <repository[:tag]>            launch: they go there
      --keep-images                      take the images of ECR as they are, whatever the overlay has for them
      --create-bucket                    create s3://sagemaker-<region>-<account> where it is needed and not there
      --update                           give an endpoint that is there the new model and configuration
      --probe                            try whether results can be written: an empty object, deleted again
  Of push, launch and deploy:
      --profile <name>, --region <region>
                                         where
      --dry-run                          only say what would happen
      --yes                              without being asked

  Of train, process, transform, serve, plan and test:
      --name <name>, --replace           another name; delete what has the name already
      --instance-type <type>
      --image <tag>                      run this image in place of the request's
      --build-arg <name>=<value>, --target <stage>, --context <folder>
                                         how the Dockerfile is built
      --gpus none|all|auto|<count>|device=<ids>
      --env <name>=<value>, --env-from <file>
      --port [<here>:]<container's>      publish a port on loopback
      --mount <path>:<container's>[:ro], --user image|host|<uid:gid>, --network bridge|isolated|host
      --shm-size, --memory, --cpus, --platform
      --profile <name>, --region         read data from S3 that no folder stands for (it is kept for the next run), and
                                         pull images of ECR

  sagemaker-containers <command> --help  this, of one command
  sagemaker-containers --version | --help

Exit codes: lint: 0 nothing graver than --max-severity, 1 something graver. Jobs: the container's own. test: 1 when
a requirement is not met. Everywhere: 1 it could not be done, 2 wrong call or unreadable file, 70 a defect of this
program, 130 ended by Ctrl-C. Jobs are kept in SAGEMAKER_CONTAINERS_HOME (~/.local/share/sagemaker-containers).
`;
