SET LOCAL search_path TO throughline;

-- From when until when an objective used its budget up too fast: told once per episode.
CREATE TABLE objective_episodes (
  episode_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  journey text NOT NULL,
  objective text NOT NULL,
  began_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX objective_episodes_open ON objective_episodes (workspace, journey, objective) WHERE ended_at IS NULL;

CREATE TABLE webhooks (
  workspace text PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
  url text NOT NULL,
  secret text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE webhook_deliveries (
  delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  event text NOT NULL,
  body text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz,
  status integer,
  error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 'pending';
