-- How many read each channel, without a trace of who. Days are UTC, such as 2024-01-31.

-- What a day's readers are hashed with; gone with the day.
CREATE TABLE reader_salts (
  day TEXT PRIMARY KEY,
  salt TEXT NOT NULL
) WITHOUT ROWID;

-- Sketches of the days not yet counted up: the highest rank seen in each register.
CREATE TABLE reader_sketches (
  day TEXT NOT NULL,
  channel TEXT NOT NULL,
  register INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  PRIMARY KEY (day, channel, register)
) WITHOUT ROWID;

-- What is left of a day: a number a channel.
CREATE TABLE readers (
  day TEXT NOT NULL,
  channel TEXT NOT NULL,
  readers INTEGER NOT NULL,
  PRIMARY KEY (day, channel)
) WITHOUT ROWID;

-- The last number of subscribers that each aggregator reported for a feed that day.
CREATE TABLE aggregators (
  day TEXT NOT NULL,
  channel TEXT NOT NULL,
  feed TEXT NOT NULL,
  aggregator TEXT NOT NULL,
  subscribers INTEGER NOT NULL,
  PRIMARY KEY (day, channel, feed, aggregator)
) WITHOUT ROWID;
