/** Lines are told apart by colour, and by dashes once the colours are used up or several runs are compared. */
export const COLOURS = ['blue', 'yellow', 'green', 'purple', 'red', 'orange'] as const;
export const DASHES = ['', '7 4', '2 3', '9 3 2 3', '1 5', '12 5'] as const;

/** The style sheet of the page: the theme's own colours, also those of high contrast. */
export const STYLE = `
body { padding: 0 16px 12px; color: var(--vscode-foreground); font: var(--vscode-font-size) var(--vscode-font-family); }
.bar { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; padding: 10px 0; }
.bar .space { flex: 1; }
button { border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px; padding: 4px 10px; font: inherit; cursor: pointer;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
select { color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background);
  border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent)); font: inherit; padding: 3px; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: center; }
legend { float: left; padding: 0 10px 0 0; color: var(--vscode-descriptionForeground); }
label { display: inline-flex; gap: 5px; align-items: center; cursor: pointer; }
input[type=checkbox] { accent-color: var(--vscode-focusBorder); }
.status { color: var(--vscode-descriptionForeground); }
.note { margin: 6px 0; padding: 6px 10px; border-left: 3px solid var(--vscode-notificationsInfoIcon-foreground);
  background: var(--vscode-textBlockQuote-background); }
.stage { position: relative; margin-top: 8px; }
svg.chart { display: block; width: 100%; }
svg text { fill: var(--vscode-descriptionForeground); font: 11px var(--vscode-font-family); }
.grid { stroke: var(--vscode-charts-lines); stroke-opacity: 0.35; shape-rendering: crispEdges; }
.axis { stroke: var(--vscode-descriptionForeground); shape-rendering: crispEdges; }
.line { fill: none; stroke-width: 1.75; stroke-linejoin: round; }
.cross { stroke: var(--vscode-foreground); stroke-opacity: 0.6; shape-rendering: crispEdges; }
${COLOURS.map((colour) => `.${colour} { stroke: var(--vscode-charts-${colour}); } .dot.${colour} { fill: var(--vscode-charts-${colour}); }`).join('\n')}
.tip { position: absolute; pointer-events: none; padding: 6px 9px; border-radius: 3px; white-space: nowrap;
  color: var(--vscode-editorHoverWidget-foreground); background: var(--vscode-editorHoverWidget-background);
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, transparent)); }
.tip div { display: flex; gap: 8px; align-items: center; }
.tip b { margin-left: auto; font-variant-numeric: tabular-nums; }
.empty { padding: 60px 0; text-align: center; color: var(--vscode-descriptionForeground); }
details { margin-top: 12px; }
summary { cursor: pointer; }
table { border-collapse: collapse; margin-top: 6px; }
th, td { padding: 3px 14px 3px 0; text-align: left; border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); }
td.number { font-variant-numeric: tabular-nums; text-align: right; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
[hidden] { display: none; }
`;
