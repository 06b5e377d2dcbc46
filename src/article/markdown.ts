// Markdown → HTML, not yet cleaned.

/**
 * Links and pictures of Obsidian, which stay as their text; tags of Liquid and of Hugo, which go.
 * None holds the beginning of another one: so a line of beginnings is not read once for each.
 */
const TEMPLATE =
  /(!?)\[\[(?:[^[\]|\n]*\|)?([^[\]\n]*)\]\]|\{%(?:[^\n{]|\{(?![{%]))*?%\}|\{\{[<%](?:[^\n{]|\{(?![{%]))*?[>%]\}\}/y;

let renderer: Promise<Renderer> | undefined;
interface Renderer {
  render(markdown: string): string;
}

/** Renders CommonMark with tables and strikethrough; HTML in it stays as it is. */
export async function renderMarkdown(markdown: string): Promise<string> {
  renderer ??= open();
  return (await renderer).render(markdown);
}

async function open(): Promise<Renderer> {
  const { default: MarkdownIt } = await import('markdown-it');
  const markdown = new MarkdownIt({ html: true });
  markdown.inline.ruler.before('link', 'template', (state, silent) => {
    TEMPLATE.lastIndex = state.pos;
    const found = TEMPLATE.exec(state.src);
    if (!found) return false;
    const [whole, picture, label = ''] = found;
    if (!silent && !picture) state.pending += label;
    state.pos += whole.length;
    return true;
  });
  return markdown;
}
