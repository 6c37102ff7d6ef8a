-- A source of mails: an SMTP door, a watched mailbox, or both. Null = off. They hold secrets of the company.
CREATE TABLE mail_sources (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  own text[] NOT NULL,
  door jsonb,
  mailbox jsonb,
  set_by text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, source)
);
-- How far each folder of a mailbox was read: mails up to `uid` are stored. Another `uid_validity` makes it void (RFC 3501).
CREATE TABLE mail_bookmarks (
  workspace text NOT NULL,
  source text NOT NULL,
  folder text NOT NULL,
  uid_validity text NOT NULL,
  uid bigint NOT NULL,
  read_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, source, folder),
  FOREIGN KEY (workspace, source) REFERENCES mail_sources ON DELETE CASCADE
);
-- What mails refer to each other, by hashes of their Message-IDs. One that others refer to and that never came has no interactions.
-- Those of one `kin` are threaded together; `thread` is the first of their thread.
CREATE TABLE mail_links (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  mail text NOT NULL,
  kin text NOT NULL,
  thread text NOT NULL,
  refers text[] NOT NULL,
  topic text,
  is_reply boolean NOT NULL,
  at timestamptz,
  interaction_ids uuid[] NOT NULL,
  PRIMARY KEY (workspace, mail)
);
CREATE INDEX mail_links_by_kin ON mail_links (workspace, kin);
CREATE INDEX mail_links_by_topic ON mail_links (workspace, topic) WHERE topic IS NOT NULL;
CREATE INDEX mail_links_by_interaction ON mail_links USING gin (interaction_ids);
