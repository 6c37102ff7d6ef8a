SET LOCAL search_path TO throughline;

-- Which server process began a commit: of one that lives no more, another completes it. Each connection says whose it is.
ALTER TABLE commits ADD COLUMN process_id integer DEFAULT nullif(current_setting('throughline.process', true), '')::integer;

-- Asked for at any process, heard by the one that imports.
ALTER TABLE imports ADD COLUMN cancel_asked_at timestamptz;

-- A build of many runs that several server processes work on, and its pages; gone when it ends.
CREATE TABLE shared_builds (
  version bigint PRIMARY KEY,
  name text NOT NULL,
  led_by integer NOT NULL,
  -- What threads are given too, as Node serialises it.
  task bytea NOT NULL
);

CREATE TABLE build_pages (
  version bigint NOT NULL REFERENCES shared_builds ON DELETE CASCADE,
  page integer NOT NULL,
  taken_by integer,
  done_at timestamptz,
  failure text,
  interactions bigint NOT NULL DEFAULT 0,
  runs bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (version, page)
);
