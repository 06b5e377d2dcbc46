// npm run push -- FOLDER --to URL [--dry-run] [--delete]: publishes a folder on another server.
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pushAsCommand } from './pushing.ts';
import { commandSettings, fail } from './settings.ts';

const USAGE = 'npm run push -- FOLDER --to https://feeds.example.org [--dry-run] [--delete]';

const { values, positionals } = readArguments();
const [folder] = positionals;
if (
  !folder ||
  positionals.length > 1 ||
  !/^https?:$/.test(URL.parse(values.to ?? '')?.protocol ?? '')
) {
  fail(`expected ${USAGE}`);
}
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  fail(`${folder}: there is no such folder; expected the folder of an archive`);
}
const { PUBLISH_TOKEN: token, FEED_LANGUAGE: language } = commandSettings();
if (!token) fail('PUBLISH_TOKEN is not set; expected the token of the server, in the environment');

// What was staged stays there: the same push goes on with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

await pushAsCommand({
  folder,
  to: values.to as string,
  token,
  language,
  dryRun: values['dry-run'],
  withdraw: values.delete,
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        delete: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail((error as Error).message, `expected ${USAGE}`);
  }
}
