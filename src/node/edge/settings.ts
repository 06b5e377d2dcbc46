// Settings → what the Worker is given: variables that all may see, and secrets.
import { SECRETS, SETTINGS, type Settings } from '../../http/config.ts';

/** Settings of this machine. */
const LOCAL = new Set<string>([
  'ARCHIVE',
  'COMPILE_SECONDS',
  'DATABASE',
  'FOLLOW_LINKS',
  'HOST',
  'LOG_LEVEL',
  'PORT',
  'TRUSTED_PROXIES',
] satisfies (keyof Settings)[]);

/**
 * What the Worker is told of the site's own style sheet and logo: that they are there. They are
 * files, and a variable has 5 KB at most (https://developers.cloudflare.com/workers/platform/limits/).
 */
function withoutFiles({ SITE_CSS, SITE_LOGO, ...rest }: Settings): Settings {
  return {
    ...rest,
    ...(SITE_CSS && { SITE_CSS: '/* custom.css */' }),
    ...(SITE_LOGO && { SITE_LOGO: SITE_LOGO.replace(/^(data:[^,]+,).*/s, '$1AA==') }),
  };
}

/** As `--var` of wrangler takes them: what is not as it is by default. */
export function variablesOf(settings: Settings): string[] {
  const defaults = new Map<string, unknown>(SETTINGS.map((each) => [each.name, each.default]));
  return Object.entries(withoutFiles(settings))
    .filter(([name]) => !LOCAL.has(name) && !SECRETS.includes(name))
    .filter(([name, value]) => value !== undefined && String(value) !== defaults.get(name))
    .flatMap(([name, value]) => ['--var', `${name}:${value}`]);
}

/** As a file of secrets has them: JSON. */
export function secretsOf(settings: Settings): string {
  const set = Object.entries(settings).filter(([name, value]) => SECRETS.includes(name) && value);
  return JSON.stringify(Object.fromEntries(set));
}
