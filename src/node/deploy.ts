// npm run deploy: the Worker to Cloudflare, its database brought up to date, seeds/ published.
import { readFileSync } from 'node:fs';
import { pushAsCommand } from './pushing.ts';
import { commandSettings, fail } from './settings.ts';
import { wrangler } from './wrangler.ts';

const config = readFileSync(new URL('../../wrangler.toml', import.meta.url), 'utf8');
const setting = (name: string) => new RegExp(`^${name} *= *"(.+)"`, 'm').exec(config)?.[1];

const siteUrl = setting('SITE_URL');
if (!siteUrl) fail('SITE_URL is not set; expected the address of the Worker, in wrangler.toml');
if (!setting('database_id')) {
  fail(
    'database_id is not set; expected what `npx wrangler d1 create broadsheet` printed, in wrangler.toml',
  );
}
const { PUBLISH_TOKEN: token, ARCHIVE: folder } = commandSettings();
if (!token) fail('PUBLISH_TOKEN is not set; expected the token of the Worker, in the environment');

await wrangler(['d1', 'migrations', 'apply', 'DB', '--remote']);
await wrangler(['deploy']);
const language = setting('FEED_LANGUAGE') ?? 'zh-Hans';
await pushAsCommand({ folder, to: siteUrl, token, language });
