/** A file of a new project; the path is relative to its folder, with slashes. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

/** Reads a file of `templates/` by its path there. */
export type ReadTemplate = (path: string) => string;

/**
 * Puts values in the place of `{{name}}`. A line that holds nothing but an empty value goes, and of blank lines one stays.
 * A name without a value is a mistake in the template, and throws.
 */
export function render(template: string, values: Readonly<Record<string, string>>): string {
  const valueOf = (name: string): string => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template asks for ${name}, which has no value`);
    return value;
  };
  const text = template
    .replaceAll(/^\{\{([a-z-]+)\}\}\n/gm, (_, name: string) => {
      const value = valueOf(name).trimEnd();
      return value === '' ? '' : `${value}\n`;
    })
    .replaceAll(/\{\{([a-z-]+)\}\}/g, (_, name: string) => valueOf(name));
  return `${text.replaceAll(/\n{3,}/g, '\n\n').trimEnd()}\n`;
}

/** A file as the template has it; what begins with `#!` can be executed. */
export function fileOf(path: string, text: string): NewFile {
  return { path, text, executable: text.startsWith('#!') };
}

/** JSON as the examples have it. */
export function jsonFile(path: string, value: object): NewFile {
  return fileOf(path, `${JSON.stringify(value, null, 2)}\n`);
}
