-- The search index over titles and texts, and how far it has come.

-- One row an article, at the row id of its `sequence`: the newest to arrive have the highest, and
-- FTS5 reads those first. It holds no text, only where which word stands. Runs of Chinese or
-- Japanese are written into it as overlapping pairs of characters (src/store/search/words.ts).
CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- The last article that was indexed, in the order of publications and then of rows.
CREATE TABLE indexed (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  revision INTEGER NOT NULL,
  row INTEGER NOT NULL         -- the row id in `articles`
);
INSERT INTO indexed VALUES (1, 0, 0);
