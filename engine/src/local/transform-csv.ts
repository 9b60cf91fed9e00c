/**
 * The columns of one line of CSV (RFC 4180), as they are written: quotes stay, so what is chosen comes out unchanged.
 * Undefined: a quoted column does not end on the line.
 */
export function columnsOf(line: string): readonly string[] | undefined {
  const columns: string[] = [];
  let begin = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    // A doubled quote leaves and enters again.
    if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      columns.push(line.slice(begin, at));
      begin = at + 1;
    }
  }
  columns.push(line.slice(begin));
  return quoted ? undefined : columns;
}
