import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import { handlerOf, save, SERVED, write, writeEndpoint } from '../served-endpoint';
import { fileUri } from '../support';

suite('serving what is saved', function () {
  this.timeout(180_000);

  suiteSetup(function () {
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
  });

  test('serves anew what is saved, and says when it can’t', async () => {
    await writeEndpoint('watch', 'one');
    const [from, ...copies] = SERVED.split('\n');
    const used = ['COPY words /opt/program/', 'RUN cat /opt/program/words > /opt/program/all'];
    const dockerfile = [from, ...used, ...copies].join('\n');
    await write('watch/Dockerfile', dockerfile);
    await write('watch/words', 'a b c');
    const { createStatusBarItem } = vscode.window;
    const items: vscode.StatusBarItem[] = [];
    const kept = (...args: Parameters<typeof createStatusBarItem>): vscode.StatusBarItem => {
      const item = createStatusBarItem(...args);
      items.push(item);
      return item;
    };
    Object.assign(vscode.window, { createStatusBarItem: kept });
    const ref = await vscode.commands
      .executeCommand<Ref | undefined>('sagemaker.serveAndWatch', fileUri('watch/served.endpoint.json'))
      .then((it) => {
        Object.assign(vscode.window, { createStatusBarItem });
        return it;
      });
    assert.ok(ref, 'nothing was started');
    const shows = (): string => `${items[0]?.text ?? ''} ${JSON.stringify(items[0]?.tooltip)}`;
    const sagemaker = await ref.connection.sagemaker();
    const answer = async (): Promise<string> => {
      const { body } = await sagemaker.invokeEndpoint(ref.name, { body: new Uint8Array() });
      return new TextDecoder().decode(body);
    };
    const until = async (wanted: RegExp, look: () => string | Promise<string> = answer): Promise<void> => {
      let last = '';
      for (let turn = 0; turn < 120; turn += 1) {
        last = await Promise.resolve(look()).catch(String);
        if (wanted.test(last)) return;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      assert.match(last, wanted);
    };
    try {
      await until(/in service.*Answers its ping/, shows);
      assert.equal(await answer(), 'one');
      await save('watch/handler', handlerOf('two'));
      await until(/in service.*Copied handler into new containers of the same image/, shows);
      assert.equal(await answer(), 'two');
      await save('watch/words', 'd e f');
      await until(/in service.*rebuilt.*words may be used by RUN on line 3/, shows);
      assert.equal(await answer(), 'two', 'the build has it as well');
      await save('watch/handler', '#!/bin/sh\n');
      await until(/starting/, shows);
      await save('watch/handler', handlerOf('six'));
      await until(/in service.*Copied handler/, shows);
      assert.equal(await answer(), 'six', 'a save ends the wait for a server that can’t get healthy');
      await save('watch/Dockerfile', `${dockerfile}ENTRYPOINT ["sh", "-c", "exit 3"]\n`);
      await until(/not updated.*exit code 3/s, shows);
      assert.equal(await answer(), 'six', 'what served before goes on');
      await save('watch/Dockerfile', dockerfile);
      await until(/in service.*rebuilt.*Dockerfile/, shows);
    } finally {
      await vscode.commands.executeCommand('sagemaker.stopWatching');
      await sagemaker.deleteEndpoint(ref.name);
    }
  });
});
