import { l10n, QuickPickItemKind } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { AwsConnection } from '../aws/aws-connection';
import type { Engine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { pick } from './steps';
import type { Place } from './steps';

interface RegionItem extends QuickPickItem {
  readonly region: string;
}

/** Asks for the region whose images are named: those of the connections come first, then the usual one. */
export async function askRegion(
  place: Place,
  engine: Engine,
  parts: Parts,
): Promise<{ readonly region: string } | 'back' | undefined> {
  const names = new Map(engine.imageRegions().map(({ code, name }) => [code, name]));
  const item = (region: string, icon: string, detail?: string): RegionItem => ({
    label: `$(${icon}) ${region}`,
    description: names.get(region) ?? '',
    ...(detail === undefined ? {} : { detail }),
    region,
  });
  const connected = awsConnections(parts).map((it) =>
    item(it.name.region, 'cloud', l10n.t('{0}: the request can be launched there at once.', it.label)),
  );
  const usual = engine.regionOf();
  const first = [...connected, ...(connected.some((it) => it.region === usual) ? [] : [item(usual, 'globe')])];
  const others = [...names.keys()].filter((code) => first.every(({ region }) => region !== code));
  const separator: RegionItem = { label: '', kind: QuickPickItemKind.Separator, region: '' };
  const items = [...first, separator, ...others.map((code) => item(code, 'globe'))];
  return pick(place, items, l10n.t('Region of the image'));
}

/** The account that launches in a region; undefined: there is no connection to it, or nobody is signed in. */
export async function accountIn(region: string, parts: Parts): Promise<string | undefined> {
  const connection = awsConnections(parts).find((it) => it.name.region === region);
  try {
    return (await connection?.whoami())?.account;
  } catch (error) {
    parts.log.warn(String(error));
    return undefined;
  }
}

function awsConnections({ connections }: Parts): readonly AwsConnection[] {
  return connections.all.filter((it) => it instanceof AwsConnection);
}
