// The command line: its commands, and options that are settings by another name.
import { existsSync, readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { readSettings, SETTINGS, type Settings } from '../http/config.ts';
import { readBrandFiles } from './brand-files.ts';
import type { CheckOptions } from './check.ts';
import { CommandError } from './console.ts';
import { DatabaseError } from './database-error.ts';
import type { DoctorOptions } from './doctor/doctor.ts';
import type { DeployOptions } from './edge/deploy.ts';
import type { ExportOptions } from './export/export.ts';
import type { HubOptions } from './hub.ts';
import type { InitOptions } from './init.ts';
import type { PushCommandOptions } from './push.ts';
import type { ServeOptions } from './serve.ts';

type Setting = keyof Settings;

interface CommandEntry {
  /** Name and operands; an operand ARCHIVE is the setting of that name. */
  usage: string;
  about: string;
  /** Settings that are options of the command. */
  settings: readonly Setting[];
  /** Options that are no settings. */
  options?: Option[];
  /** Settings that have another default here. */
  defaults?: Partial<Record<Setting, string>>;
  /** Loads the command's module only when it runs. False: something failed, exit code 1. */
  run(settings: Settings, options: Options, operands: readonly string[]): Promise<unknown>;
}

/** Options that are no settings, as the commands declare them in the table. */
type Options = ServeOptions &
  CheckOptions &
  PushCommandOptions &
  ExportOptions &
  HubOptions &
  InitOptions &
  DeployOptions &
  DoctorOptions;

const ALL = SETTINGS.map(({ name }) => name);
/** Settings that the help leaves out, so that it fits on a screen: few set them. README lists all. */
const UNLISTED: Setting[] = [
  'ARCHIVE',
  'ALLOW_PRIVATE_CALLBACKS',
  'FEED_CONTACT',
  'FEED_COPYRIGHT',
  'FEED_ICON',
  'FEED_TIMEZONE',
  'FOLLOW_LINKS',
  'HISTORY',
  'HUB_SIGNATURE',
  'SITE_ACCENT',
  'SITE_CSS',
  'SITE_FOOTER',
  'SITE_HUB',
  'SITE_LANGUAGE',
  'SITE_LOGO',
  'SITE_PAGES',
  'SITE_SEARCH',
  'TRUSTED_PROXIES',
];

/** Settings that mean something only where requests are answered. */
const OF_SERVERS: Setting[] = [
  'ALLOW_PRIVATE_CALLBACKS',
  'HOST',
  'HUB_SIGNATURE',
  'LOG_LEVEL',
  'PORT',
  'PUBLISH_TOKEN',
  'STATS_TOKEN',
  'TRUSTED_PROXIES',
];
/** Settings of a server on Node, or for tests. */
const NOT_AT_EDGE: Setting[] = [
  'ALLOW_PRIVATE_CALLBACKS',
  'COMPILE_SECONDS',
  'HOST',
  'LOG_LEVEL',
  'PORT',
  'TRUSTED_PROXIES',
];

const COMMANDS: CommandEntry[] = [
  {
    usage: 'serve [ARCHIVE]',
    about: 'publish a folder of articles and serve its feeds (the default)',
    settings: ALL,
    options: [new Option('--withdraw', 'withdraw what is gone, even if most articles are')],
    run: async (settings, options) =>
      (await import('./serve.ts')).serveUntilStopped(settings, options),
  },
  {
    usage: 'check [ARCHIVE]',
    about: 'print every problem of a folder of articles',
    settings: ['ARCHIVE', 'FEED_LANGUAGE', 'FOLLOW_LINKS'],
    options: [new Option('--suggest', 'print lines of many articles as rules for broadsheet.json')],
    run: async (settings, options) => (await import('./check.ts')).check(settings, options),
  },
  {
    usage: 'push <ARCHIVE>',
    about: 'publish a folder of articles on another server',
    settings: ['FEED_LANGUAGE', 'FOLLOW_LINKS', 'PUBLISH_TOKEN'],
    options: [
      new Option('--to <URL>', 'address of the server'),
      new Option('--dry-run', 'print what would change, and send nothing'),
      new Option('--delete', 'withdraw what the folder no longer has'),
    ],
    run: async (settings, options) => (await import('./push.ts')).push(settings, options),
  },
  {
    usage: 'export <OUT> [ARCHIVE]',
    about: 'write the feeds and pages of a folder of articles as files, for any host',
    settings: ALL.filter((name) => !OF_SERVERS.includes(name)),
    options: [
      new Option('--pages <which>', 'all, or none: feeds alone').choices(['all', 'none']),
      new Option('--compress', 'write each file in gzip, brotli and zstd, too'),
      new Option('--cname', 'write CNAME: a domain of your own on GitHub Pages'),
      new Option('--withdraw', 'withdraw what is gone, even if most articles are'),
    ],
    defaults: { HISTORY: 'compact' },
    run: async (settings, options, operands) =>
      (await import('./export/export.ts')).exportSite(settings, options, operands),
  },
  {
    usage: 'init <github> [ARCHIVE]',
    about: 'write the workflow with which GitHub publishes a folder on Pages',
    settings: ['ARCHIVE'],
    options: [new Option('--package <URL>', 'tarball of this program, for the workflow')],
    run: async (settings, options, operands) =>
      (await import('./init.ts')).init(settings, options, operands),
  },
  {
    usage: 'doctor <URL>',
    about: 'ask a live site what feed readers ask, and say what to mend',
    settings: [],
    options: [new Option('--pages <N>', 'documents of the history to follow (default: 50)')],
    run: async (settings, options, operands) =>
      (await import('./doctor/doctor.ts')).doctor(settings, options, operands),
  },
  {
    usage: 'hub <list|drop> [ID...]',
    about: 'list the subscriptions of the WebSub hub, or end some',
    settings: ['DATABASE'],
    options: [
      new Option('--host <HOST>', 'drop the subscriptions of a host'),
      new Option('--topic <URL>', 'drop the subscriptions to a feed'),
    ],
    run: async (settings, options, operands) =>
      (await import('./hub.ts')).hub(settings, options, operands),
  },
  {
    usage: 'deploy [ARCHIVE]',
    about: 'publish a folder of articles at Cloudflare',
    settings: ALL.filter((name) => !NOT_AT_EDGE.includes(name)),
    options: [
      new Option('--with-answers', 'a database besides, for filters, search and push'),
      new Option('--files-only', 'no database'),
      new Option('--dry-run', 'print what would be done, and what the plans allow'),
      new Option('--readers <NUMBER>', 'readers that a dry run reckons with').default('1000'),
      new Option('--withdraw', 'withdraw what is gone, even if most articles are'),
    ],
    defaults: { HISTORY: 'compact' },
    run: async (settings, options) => (await import('./edge/deploy.ts')).deploy(settings, options),
  },
  {
    usage: 'dev:edge [ARCHIVE]',
    about: 'publish a folder in the runtime of Cloudflare, on this machine',
    settings: [
      'ALLOW_PRIVATE_CALLBACKS',
      'PORT',
      ...ALL.filter((name) => !NOT_AT_EDGE.includes(name)),
    ],
    defaults: { HISTORY: 'compact' },
    run: async (settings) => (await import('./edge/dev.ts')).devEdge(settings),
  },
];

/**
 * Runs a command. What is wrong with its arguments or settings is printed, and ends the process
 * with exit code 1.
 *
 * @param args the arguments behind the name of the program
 */
export async function main(args: string[]): Promise<void> {
  try {
    if (existsSync('.env')) process.loadEnvFile();
    await programFor(args).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof DatabaseError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

function programFor([first]: string[]): Command {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const program = new Command('broadsheet')
    .description('A folder of news articles as RSS, Atom and JSON Feed.')
    .version(version)
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', '\n`broadsheet COMMAND --help` lists the options of a command.')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) });
  // A word that is neither a command nor a path is most likely a mistyped command.
  const isDefault = first === undefined || /^-|[./\\]/.test(first) || existsSync(first);
  for (const [at, { usage, about, settings, options = [], defaults, run }] of COMMANDS.entries()) {
    const command = program.command(usage, { isDefault: isDefault && at === 0 }).description(about);
    command.addHelpOption(new Option('-h, --help').hideHelp());
    const settingOptions = settings.map((name) => [name, optionOf(name)] as const);
    for (const option of options) command.addOption(option);
    command.optionsGroup(
      'Settings (--site-url is SITE_URL in the environment or .env; README lists all):',
    );
    for (const [, option] of settingOptions) command.addOption(option);
    command.action(async () => {
      const given = settingOptions.map(([name, option]) => [
        name,
        command.getOptionValue(option.attributeName()) ?? process.env[name],
      ]);
      const operands = command.registeredArguments.map((operand) => operand.name());
      const archive = command.args[operands.indexOf('ARCHIVE')];
      const environment = { ...process.env, ...Object.fromEntries(given) };
      const read = readSettings({
        ...defaults,
        ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value)),
        ...(archive && { ARCHIVE: archive }),
      });
      if (Array.isArray(read)) throw new CommandError(read.join('\n'));
      const result = await run(readBrandFiles(read), command.opts<Options>(), command.args);
      if (result === false) process.exitCode = 1;
    });
  }
  return program;
}

/** `SITE_URL` → `--site-url <value>` */
function optionOf(name: Setting): Option {
  const flags = `--${name.toLowerCase().replaceAll('_', '-')} <value>`;
  const setting = SETTINGS.find((each) => each.name === name);
  const usual = setting?.default && setting.default.length < 20 && ` (default: ${setting.default})`;
  const option = new Option(flags, `${setting?.about}${usual || ''}`);
  return UNLISTED.includes(name) ? option.hideHelp() : option;
}
