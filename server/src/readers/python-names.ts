/** Usual names of parsed command lines. */
export const ARGUMENT_OBJECTS = new Set([
  'args',
  'arg',
  'opt',
  'opts',
  'options',
  'flags',
  'FLAGS',
  'arguments',
  'known_args',
  'cli_args',
  'parsed_args',
  'hparams',
  'params',
]);

/** Functions that hand on the text of their argument. */
export const SAME_TEXT = new Set([
  'int',
  'str',
  'float',
  'pathlib.Path',
  'pathlib.PurePath',
  'pathlib.PosixPath',
  'pathlib.PurePosixPath',
  'Path',
  'os.fspath',
  'os.path.abspath',
  'os.path.normpath',
  'os.path.realpath',
  'os.path.expanduser',
  'os.path.expandvars',
]);

/** Methods that hand on the text of their object. */
export const SAME_TEXT_METHODS = new Set([
  'as_posix',
  'strip',
  'rstrip',
  'resolve',
  'absolute',
  'expanduser',
  '__str__',
]);
