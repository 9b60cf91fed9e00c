import { FileType, Uri, l10n, languages, window, workspace } from 'vscode';
import type { Diagnostic, QuickPickItem, TextEditor } from 'vscode';
import { DOCKERFILE } from '../host/options';
import { showMarkdown } from '../show-markdown';

const SOURCE = 'sagemaker';
const PAGE = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.md$/;
const RULE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

interface RuleItem extends QuickPickItem {
  readonly rule: string;
}

/** "SageMaker: Show Rule Documentation": the page of `rule`, of a finding at the cursor, or of one the user picks. */
export async function showRuleDocumentation(extension: Uri, rule: unknown): Promise<void> {
  const folder = Uri.joinPath(extension, 'docs', 'rules');
  const chosen = typeof rule === 'string' && RULE.test(rule) ? rule : await chooseRule(folder);
  if (chosen === undefined) return;
  const page = Uri.joinPath(folder, `${chosen}.md`);
  try {
    await workspace.fs.stat(page);
  } catch {
    void window.showWarningMessage(l10n.t('There is no page about the rule {0}.', chosen));
    return;
  }
  await showMarkdown(page);
}

async function chooseRule(folder: Uri): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  const here = editor?.document.languageId === DOCKERFILE ? rulesAtCursor(editor) : [];
  if (here.length === 1) return here[0]?.rule;
  const items = here.length > 1 ? here : await allRules(folder);
  const picked = await window.showQuickPick(items, {
    title: l10n.t('SageMaker Rules'),
    placeHolder: l10n.t('A rule to read about'),
    matchOnDetail: true,
  });
  return picked?.rule;
}

/** Rules with a finding at the cursor, else on its line. */
function rulesAtCursor(editor: TextEditor): RuleItem[] {
  const { active } = editor.selection;
  const ours = languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === SOURCE);
  const exact = ours.filter(({ range }) => range.contains(active));
  const near = exact.length > 0 ? exact : ours.filter(({ range }) => range.start.line === active.line);
  const byRule = new Map(near.map((diagnostic) => [ruleOf(diagnostic), diagnostic.message]));
  byRule.delete('');
  return [...byRule].map(([rule, detail]) => ({ rule, label: rule, detail }));
}

function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}

async function allRules(folder: Uri): Promise<RuleItem[]> {
  const entries = await Promise.resolve(workspace.fs.readDirectory(folder)).catch(() => []);
  const rules = entries.flatMap(([name, type]) => (type === FileType.File ? (PAGE.exec(name)?.[1] ?? []) : []));
  return Promise.all(
    rules.sort().map(async (rule) => {
      const page = await workspace.fs.readFile(Uri.joinPath(folder, `${rule}.md`));
      return { rule, label: rule, detail: summaryOf(new TextDecoder().decode(page)) };
    }),
  );
}

/** The first sentence below the title. */
function summaryOf(page: string): string {
  const line = page.split(/\r?\n/).find((text) => /^[^#\s|<!-]/.test(text));
  return (line ?? '').replace(/[*_`]/g, '');
}
