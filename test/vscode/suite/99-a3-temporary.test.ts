import * as vscode from 'vscode';
suite('A3 Images view temporary', () => {
  test('how often is a signed-out profile asked', async () => {
    await vscode.commands.executeCommand('sagemaker.jobs.focus');
    const names = [{ profile: 'signed-out', region: 'us-east-1' }];
    const out = await vscode.commands.executeCommand<{ id: string; open: () => Promise<unknown> }>('sagemaker.addConnection', names);
    let asked = 0;
    const open = out.open.bind(out);
    Object.assign(out, { open: () => { asked += 1; return open(); } });
    await new Promise((r) => setTimeout(r, 3000));
    console.log(`[test] A3 asked after 3 s: ${asked}`);
    await new Promise((r) => setTimeout(r, 5000));
    console.log(`[test] A3 asked after 8 s: ${asked}`);
    await vscode.commands.executeCommand('sagemaker.removeConnection', out.id);
  });
});
