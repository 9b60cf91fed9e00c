const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Lines as bytes, without their ends (`\n`, `\r\n`); empty ones are left out. What they hold is the container's affair. */
export async function* lineRecords(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = whole(begun, chunk.subarray(from, end));
      begun = [];
      from = end + 1;
      if (line.length > 0) yield line;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  const last = whole(begun, Buffer.alloc(0));
  if (last.length > 0) yield last;
}

function whole(begun: readonly Buffer[], end: Buffer): Buffer {
  const line = begun.length === 0 ? end : Buffer.concat([...begun, end]);
  return line.at(-1) === RETURN ? line.subarray(0, -1) : line;
}
