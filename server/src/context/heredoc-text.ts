import type { Heredoc, ImageConfig } from '../dockerfile/types';

/**
 * What COPY writes for a heredoc: as it stands when the delimiter is quoted, else with variables substituted, `"$@"` and
 * `$1` included, which Docker replaces by nothing. Undefined when a variable is not known.
 */
export function heredocText(
  heredoc: Heredoc,
  config: ImageConfig,
  argumentNames: ReadonlySet<string>,
): string | undefined {
  if (heredoc.quoted || !heredoc.content.includes('$')) return heredoc.content;
  const missing: string[] = [];
  const text = heredoc.content.replace(VARIABLE, (whole, escaped: string, braced?: string, plain?: string) => {
    if (escaped !== '') return whole;
    const name = braced ?? plain ?? '';
    const value = valueOf(name, config, argumentNames);
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  return missing.length === 0 ? text : undefined;
}

const VARIABLE = /(\\?)\$(?:\{([^}\n]*)\}|(\w+|[@*#?!$-]))/g;

function valueOf(name: string, config: ImageConfig, argumentNames: ReadonlySet<string>): string | undefined {
  const setting = config.env.get(name);
  if (setting) return setting.value.known ? setting.value.value : undefined;
  if (/^(?:\d+|[@*#?!$-])$/.test(name)) return '';
  return config.envComplete && !argumentNames.has(name) && /^\w+$/.test(name) ? '' : undefined;
}
