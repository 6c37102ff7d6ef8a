-- When a live feed fell silent: until it is heard again its horizon stays at the last that came.
CREATE TABLE feed_silences (
  silence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  since timestamptz NOT NULL,
  noticed_at timestamptz NOT NULL,
  -- How many would have come by then, in a usual week.
  missed double precision NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX feed_silences_open ON feed_silences (workspace, source) WHERE ended_at IS NULL;

-- What came through a door on a day, and how much of it had come shortly before.
CREATE TABLE feed_days (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  day date NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  resent bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, source, day)
);
