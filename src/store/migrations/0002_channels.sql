-- Sources and languages as channels: how many articles, in which order, under which name.

-- What broadsheet.json says of the source, as JSON {title, language, aliases}; NULL: nothing.
ALTER TABLE sources ADD COLUMN settings TEXT;

-- A feed of sources or languages takes the newest of each of its streams: one source, one language.
CREATE INDEX articles_stream ON articles (source, language, published DESC, id)
  WHERE withdrawn = 0;

-- Published articles of a stream in a month: what lists of sources, languages and months sum up.
CREATE TABLE article_counts (
  source TEXT NOT NULL,
  language TEXT NOT NULL,
  month TEXT NOT NULL,         -- 'YYYY-MM' in UTC
  count INTEGER NOT NULL,
  PRIMARY KEY (source, language, month)
) WITHOUT ROWID;

-- The history of one source or one language: its articles, 1, 2, 3 … as they came to it. A place
-- is never given to another article, so that an archive page always shows the same ones. (The
-- history of the whole archive is the column `sequence`.)
CREATE TABLE places (
  channel TEXT NOT NULL,       -- '/sources/' and the key, or '/languages/' and the tag
  place INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (channel, place),
  UNIQUE (channel, sequence)
) WITHOUT ROWID;

-- Articles come by the thousand, and are counted by the publication in one statement; one that is
-- withdrawn, comes back or moves is counted here.
CREATE TRIGGER articles_moved AFTER UPDATE OF source, language, withdrawn ON articles
  WHEN old.source <> new.source OR old.language <> new.language OR old.withdrawn <> new.withdrawn
BEGIN
  UPDATE article_counts SET count = count - 1 + old.withdrawn
    WHERE source = old.source AND language = old.language
      AND month = strftime('%Y-%m', old.published / 1000, 'unixepoch');
  INSERT INTO article_counts VALUES (new.source, new.language,
    strftime('%Y-%m', new.published / 1000, 'unixepoch'), 1 - new.withdrawn)
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;

-- What is in the archive already.
INSERT INTO article_counts
  SELECT source, language, strftime('%Y-%m', published / 1000, 'unixepoch'), count(*)
  FROM articles WHERE withdrawn = 0 GROUP BY 1, 2, 3;
INSERT INTO places
  SELECT '/sources/' || source, row_number() OVER (PARTITION BY source ORDER BY sequence), sequence
  FROM articles;
INSERT INTO places
  SELECT '/languages/' || language,
    row_number() OVER (PARTITION BY language ORDER BY sequence), sequence
  FROM articles;
