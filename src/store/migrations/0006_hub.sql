-- The WebSub hub: who follows which topic, and which documents are still to be delivered.
-- Nothing is queued a subscriber at a time: a topic has a row of editions, and each subscription
-- the place in it that its subscriber has reached. Times are epoch milliseconds.

CREATE TABLE hub_topics (
  url TEXT PRIMARY KEY,
  etag TEXT NOT NULL,          -- of the bytes that were announced last
  latest INTEGER NOT NULL      -- number of the newest edition: 0, 1, 2 …
);

CREATE TABLE hub_editions (
  topic TEXT NOT NULL,
  number INTEGER NOT NULL,
  made INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  link TEXT NOT NULL,          -- value of the `Link` header
  bytes BLOB NOT NULL,
  UNIQUE (topic, number)
);

CREATE TABLE hub_subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  host TEXT NOT NULL,          -- of the callback
  secret TEXT,
  made INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  position INTEGER NOT NULL,   -- number of the edition that was delivered last
  due INTEGER,                 -- when to deliver next; NULL where nothing is to be delivered
  failures INTEGER NOT NULL,   -- in a row
  UNIQUE (topic, callback)
);
CREATE INDEX hub_subscriptions_due ON hub_subscriptions (due) WHERE due IS NOT NULL;
CREATE INDEX hub_subscriptions_host ON hub_subscriptions (host);
CREATE INDEX hub_subscriptions_expires ON hub_subscriptions (expires);

-- Requests to subscribe and to unsubscribe, whose intent is still to be verified, and news of
-- denial. They are kept for a minute more, as the measure of how often a host was called.
CREATE TABLE hub_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mode TEXT NOT NULL,          -- subscribe, unsubscribe, denied
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  host TEXT NOT NULL,
  secret TEXT,
  lease INTEGER NOT NULL,      -- seconds
  reason TEXT,                 -- of a denial
  position INTEGER NOT NULL,   -- number of the topic's newest edition when it was asked for
  made INTEGER NOT NULL,
  due INTEGER                  -- when to deal with it; NULL once that has been done
);
CREATE INDEX hub_requests_due ON hub_requests (due) WHERE due IS NOT NULL;
CREATE INDEX hub_requests_host ON hub_requests (host, made);

CREATE TABLE hub_totals (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  delivered INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  announced TEXT NOT NULL      -- the edition of the site that was announced last (at the edge)
);
INSERT INTO hub_totals VALUES (1, 0, 0, '');
