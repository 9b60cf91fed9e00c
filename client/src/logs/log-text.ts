import type { LogLine } from '../../../engine/src/sagemaker';

const ESC = '\u001b[';
const RESET = `${ESC}0m`;
const DIM = `${ESC}2m`;
const BOLD = `${ESC}1m`;
const RED = `${ESC}31m`;
const GREEN = `${ESC}32m`;
/** Blue, magenta, cyan, yellow and their bright forms: red and green mean something. */
const HOST_COLOURS = [36, 35, 34, 33, 96, 95, 94, 93];
const CLEAR = `${ESC}2J${ESC}3J${ESC}H`;

export interface LogText {
  /** Lines of the container, ready for a terminal. */
  lines(lines: readonly LogLine[]): string;
}

/** Turns log lines into terminal text. A host is named when there are several; what went to stderr has a red bar. */
export function logText(): LogText {
  const hosts: string[] = [];
  const nameOf = (host: string): string => {
    if (!hosts.includes(host)) hosts.push(host);
    if (hosts.length < 2) return '';
    const colour = HOST_COLOURS[hosts.indexOf(host) % HOST_COLOURS.length] ?? 36;
    return `${ESC}${colour}m${host}${RESET} `;
  };
  return {
    lines: (lines) =>
      lines
        .map(
          ({ host, stream, text }) =>
            `${nameOf(host)}${stream === 'stderr' ? `${RED}▏${RESET}` : ''}${shown(text)}\r\n`,
        )
        .join(''),
  };
}

/** A line with progress bars in it (`10%\r20%\r`) is what was last written over the others. */
function shown(text: string): string {
  const parts = text.split('\r').filter((part) => part !== '');
  return (parts.at(-1) ?? '').replaceAll('\n', '\r\n');
}

/** A remark of ours, told apart from what the container says. */
export function remark(text: string): string {
  return `${DIM}${terminalLines(text)}${RESET}\r\n`;
}

export function heading(text: string): string {
  return `${BOLD}${terminalLines(text)}${RESET}\r\n`;
}

export function good(text: string): string {
  return `\r\n${GREEN}${BOLD}${terminalLines(text)}${RESET}\r\n`;
}

export function bad(text: string): string {
  return `\r\n${RED}${BOLD}${terminalLines(text)}${RESET}\r\n`;
}

/** Empties the terminal and what is scrolled away. */
export function cleared(): string {
  return CLEAR;
}

function terminalLines(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}
