import { program } from '../../shell/program';
import type { InstalledPackage, ShellCommand } from '../../shell/types';
import type { Subject } from '../../subject';

/** Commands of a build that bring no programs, or only those of packages we read. */
const TRANSPARENT =
  /^(?:apt|apt-get|apk|yum|dnf|microdnf|pip[\d.]*|mkdir|chmod|chown|rm|rmdir|ln|cp|mv|echo|printf|touch|cat|export|set|true|:|cd|test|\[|groupadd|useradd|adduser|addgroup|usermod|sed|dos2unix|find|ldconfig|locale-gen|update-ca-certificates|id|ls|env)$/;

/** Packages whose dependencies hold no web server. */
const PLAIN = new Set(
  (
    'numpy pandas scipy scikit-learn sklearn joblib xgboost lightgbm catboost torch torchvision torchaudio tensorflow tensorflow-cpu keras transformers tokenizers ' +
    'sentencepiece accelerate safetensors boto3 botocore awscli requests pillow opencv-python opencv-python-headless matplotlib seaborn flask flask-cors gevent greenlet ' +
    'gunicorn uvicorn hypercorn waitress werkzeug jinja2 click pyyaml tqdm nltk spacy pydantic starlette fastapi python-dotenv setuptools wheel pip protobuf h5py statsmodels ' +
    'onnx onnxruntime onnxruntime-gpu python-multipart loguru orjson cython six pytz pyarrow psutil typing-extensions retrying httpx simplejson ujson'
  ).split(' '),
);

/**
 * True only when no package that the image installs, and nothing the base is known to carry, can bring the pip package
 * of that name: plain base, every install command read, every package a well-known one.
 */
export function surelyLacksPip(subject: Subject, name: string): boolean {
  if (!isPlainBase(subject) || !isTransparent(subject)) return false;
  return subject.packages.every((it) => {
    if (it.manager === 'apt' || it.manager === 'apk' || it.manager === 'yum')
      return !it.name.toLowerCase().includes(name);
    return it.manager === 'pip' && !it.local && it.name !== name && PLAIN.has(it.name) && !hasExtras(subject, it);
  });
}

/** As {@link surelyLacksPip}, for a program of the operating system's packages. */
export function surelyLacksSystem(subject: Subject, name: string): boolean {
  if (subject.stage.base.row?.lacks.includes(name) !== true || !isPlainBase(subject) || !isTransparent(subject))
    return false;
  return subject.packages.every((it) => it.manager === 'pip' || !/nginx|openresty|tengine|angie/.test(it.name));
}

/** Nothing of that name lies in the image. */
export function hasNoFile(subject: Subject, name: string): boolean {
  const directories = subject.config.surePath;
  return (
    subject.files.which(name, directories).state === 'absent' &&
    !subject.files.files.some((it) => it.path.endsWith(`/${name}`))
  );
}

function isPlainBase(subject: Subject): boolean {
  const row = subject.stage.base.row;
  return row !== undefined && ['os', 'language', 'cuda'].includes(row.kind);
}

function isTransparent(subject: Subject): boolean {
  if (subject.files.copies.some((it) => it.from !== undefined)) return false;
  return subject.commands.every((command) => {
    const { name, args } = program(command);
    if (name === undefined) return command.words.length === 0;
    if (command.words.some((it) => !it.value.known || it.glob))
      return !/^(?:apt|apt-get|apk|yum|dnf|microdnf|pip[\d.]*|python[\d.]*)$/.test(name) && TRANSPARENT.test(name);
    const isPlainModule =
      /^python[\d.]*$/.test(name) && args[0]?.raw === '-m' && /^(?:pip|venv|ensurepip)$/.test(args[1]?.raw ?? '');
    return (isPlainModule || TRANSPARENT.test(name)) && filesAreRead(subject, command);
  });
}

/** Every requirements file the command names was read. */
function filesAreRead(subject: Subject, command: ShellCommand): boolean {
  return command.words.every((word, i) => {
    const text = word.value.known ? word.value.value : '';
    const isFile = /^(?:-r|--requirement|-c|--constraint|-e|--editable)$/.test(text);
    if (!isFile)
      return (
        !/^(?:-r|--requirement=|-e).+/.test(text) || subject.packages.some((it) => sameLine(it, word.range.start.line))
      );
    const file = command.words[i + 1];
    return (
      file !== undefined &&
      subject.packages.some(
        (it) =>
          it.range.start.line === file.range.start.line && it.range.start.character === file.range.start.character,
      )
    );
  });
}

function sameLine(it: InstalledPackage, line: number): boolean {
  return it.listedIn !== undefined && it.range.start.line === line;
}

/** `fastapi[standard]` brings a server. */
function hasExtras(subject: Subject, it: InstalledPackage): boolean {
  const text = it.listedIn === undefined ? subject.dockerfile.text : (subject.context.fs.read(it.listedIn) ?? '[');
  return it.name === 'fastapi' && /fastapi\s*\[/i.test(text);
}
