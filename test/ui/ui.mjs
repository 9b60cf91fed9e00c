// What a person does with the mouse in VS Code, and how it is seen that it worked.
import path from 'node:path';
import { remoteUri, workbenchUrl } from '../host/host.mjs';

const SIDE_BAR = '.tree-explorer-viewlet-tree-view';

/** The page of VS Code over a folder. */
export function createUi(page, { port, folder }) {
  const rows = (scope) => page.locator(`${scope} .monaco-list-row`);
  const quick = page.locator('.quick-input-widget');
  const ui = {
    page,
    folder,
    count: 0,
    /** Opens VS Code with a file of the folder in the editor. */
    async open(file) {
      const uri = remoteUri(port, path.join(folder, file));
      await page.goto(workbenchUrl(port, folder, [['openFile', uri]]));
      await page.locator('.tab', { hasText: path.basename(file) }).waitFor();
    },
    /** Opens VS Code with the folder and nothing else. */
    openFolder: () => page.goto(workbenchUrl(port, folder)),
    /** A button of a view that has nothing to show. */
    welcome: (text) => page.locator('.welcome-view .monaco-button', { hasText: text }).first(),
    walkthroughButton: (text) => page.locator('.gettingStartedContainer .monaco-button', { hasText: text }).first(),
    /** A step of a walkthrough, by all of its title. */
    way: (title) =>
      page.locator('.gettingStartedContainer .getting-started-step').filter({
        has: page.locator('.step-title', { hasText: new RegExp(`^\\s*${title}\\s*$`) }),
      }),
    /** A line above the code, by its words. */
    lens: (text) =>
      page
        .locator('.codelens-decoration a')
        .filter({ hasText: new RegExp(`^\\W*${text}$`) })
        .first(),
    /** Text as the editor has it: blanks in it are no blanks to the page. */
    line: (text) => page.locator('.view-line', { hasText: text }).first(),
    tab: (text) => page.locator('.tab', { hasText: text }).first(),
    toast: (text) => page.locator('.notification-toast', { hasText: text }).first(),
    toastButton: (text, button) => ui.toast(text).locator('.monaco-button', { hasText: button }).first(),
    dialog: page.locator('.monaco-dialog-box'),
    trustButton: page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first(),
    quick,
    webview: page.frameLocator('iframe.webview').frameLocator('iframe#active-frame'),
    problems: (text) => page.locator('.markers-panel .monaco-list-row', { hasText: text }),
    terminal: (text) => page.locator('.terminal-tabs-entry, .single-terminal-tab', { hasText: text }).first(),
    /** What stands above the rows of a view. */
    viewMessage: (text) => page.locator('.pane .message', { hasText: text }).first(),
    /** A row of the extension's views; `icon`: only one with that. */
    row: (text, icon) => {
      const found = rows(SIDE_BAR).filter({ hasText: text });
      return (icon === undefined ? found : found.filter({ has: page.locator(icon) })).first();
    },
    async sideBar() {
      // A view that has nothing to show hides its tree.
      const containers = page.locator('.pane-header', { hasText: 'Containers' }).first();
      if (await containers.isVisible()) return;
      await page.locator('.activitybar .action-label[aria-label*="SageMaker Containers"]').first().click();
      await containers.waitFor();
    },
    /** An item of the list that asks. */
    item: (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first(),
    pick: (text) => ui.item(text).click(),
    /** The question that is asked, by words of its title or prompt. */
    asked: (text) => quick.filter({ hasText: text }),
    /** A button in the title of what asks. */
    quickButton: (text) => quick.locator(`.action-label[aria-label*="${text}"]`).first(),
    /** Answers an input box; the words that it asks with are waited for. */
    async type(asked, text) {
      await quick.filter({ hasText: asked }).waitFor();
      if (text !== undefined) await quick.locator('input').first().fill(text);
      await page.keyboard.press('Enter');
    },
    /** Clicks a button of a modal dialog. */
    async answer(asked, button) {
      await ui.dialog.filter({ hasText: asked }).waitFor();
      await ui.dialog.locator('.monaco-button', { hasText: button }).first().click();
    },
    /** An action at the end of a row, which shows when the mouse is over it. */
    async inline(text, action, icon) {
      await ui.row(text, icon).hover();
      await ui.row(text, icon).locator(`.action-label[aria-label*="${action}"]`).first().click();
    },
    menuItem: (text) => page.locator('.monaco-menu .action-item', { hasText: text }),
    /** Takes an item of a row's context menu. */
    async menu(text, item, icon) {
      await ui.row(text, icon).click({ button: 'right' });
      const entry = ui.menuItem(item).first();
      await entry.waitFor();
      // A menu that has just opened takes no click, lest the one that opened it should count.
      for (let tries = 0; tries < 20 && (await entry.isVisible()); tries++) {
        await entry.click({ timeout: 1000 }).catch(() => undefined);
      }
    },
    /** An action beside the title of one of the extension's views. */
    async viewAction(view, action) {
      const pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: view }) }).first();
      await pane.locator('.pane-header').hover();
      await pane.locator(`.pane-header .action-label[aria-label*="${action}"]`).first().click();
    },
    /** Runs a command of the palette by its title. */
    async palette(title) {
      await page.keyboard.press('F1');
      const input = quick.locator('input').first();
      await input.waitFor();
      await input.fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
      await page.keyboard.press('Enter');
    },
    async toLine(text) {
      await page.locator('.view-line span', { hasText: text }).last().click();
      await page.keyboard.press('Home');
    },
    shot: (of = page) => of.screenshot({ path: ui.nextShot() }),
    /** Away from what would show a hover. */
    rest: () => page.mouse.move(1000, 10),
  };
  return ui;
}
