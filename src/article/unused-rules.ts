// Rules of broadsheet.json, and what the articles met of them → notices of those that nothing met.
import type { Problem } from './problem.ts';
import { lineOf, SETTINGS_FILE, type SourceSettings, type SourceTable } from './sources.ts';

/** The fields that are rules about articles: all but names, and `images: keep`, which does nothing. */
function rulesIn(settings: SourceSettings): { kind: string; rule: string }[] {
  const { title: _t, language: _l, icon: _i, aliases: _a, hosts: _h, images, ...rules } = settings;
  const given = { ...rules, images: images === 'keep' ? undefined : images };
  return Object.entries(given).flatMap(([kind, value]) =>
    // A list of related stories is left out, or not: `false` cannot be met.
    [value ?? []].flat().flatMap((rule) => (rule === false ? [] : [{ kind, rule: String(rule) }])),
  );
}

/**
 * What broadsheet.json says to no effect, with its line.
 *
 * @param text the file
 * @param met by source, the rules that its articles met, as `kind: rule`; every source has its set
 */
export function unusedRules(
  text: string,
  table: SourceTable,
  met: ReadonlyMap<string, ReadonlySet<string>>,
): Problem[] {
  const notice = (path: string[], message: string): Problem => {
    return { path: SETTINGS_FILE, line: lineOf(text, path), severity: 'notice', message };
  };
  return [...table].flatMap(([source, settings]) => {
    const used = met.get(source);
    if (!used) {
      const what = `no article is of the source “${source}”; expected the name of a folder`;
      return [notice(['sources', source], what)];
    }
    return rulesIn(settings)
      .filter(({ kind, rule }) => !used.has(`${kind}: ${rule}`))
      .map(({ kind, rule }) => {
        const what = `“${kind}” of “${source}”: nothing in its articles matches “${rule}”; expected a rule that does`;
        return notice(['sources', source, kind, rule], what);
      });
  });
}
