/** Stands in for `l10n` of vscode: English, with the values put in. */
export const l10n = {
  t: (message: string, ...values: readonly (string | number)[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (_all, index: string) => String(values[Number(index)])),
};
