-- Webhooks as the Standard Webhooks specification has them: a secret is whsec_ and the key in base64; what was agreed before stays the key.
SET LOCAL search_path TO throughline;

ALTER TABLE webhooks
  -- Signs beside the secret until then: receivers change over without a pause.
  ADD COLUMN former_secret text,
  ADD COLUMN former_until timestamptz,
  -- Set when the receiver answered that it is gone for good.
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_because text;
UPDATE webhooks SET secret = 'whsec_' || translate(encode(convert_to(secret, 'UTF8'), 'base64'), E'\n', '')
  WHERE secret NOT LIKE 'whsec\_%';

ALTER TABLE webhook_deliveries
  -- The same whenever it is tried again: receivers know a message by it.
  ADD COLUMN message_id text NOT NULL DEFAULT 'msg_' || replace(gen_random_uuid()::text, '-', '');
CREATE UNIQUE INDEX webhook_deliveries_message ON webhook_deliveries (message_id);
CREATE INDEX webhook_deliveries_recent ON webhook_deliveries (workspace, delivery_id);

CREATE TABLE webhook_attempts (
  attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id bigint NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
  at timestamptz NOT NULL,
  milliseconds integer NOT NULL,
  status integer,
  error text,
  -- The first characters of what came back.
  answer text NOT NULL DEFAULT ''
);
CREATE INDEX webhook_attempts_of ON webhook_attempts (delivery_id);

-- Each write key has its own measure: one sender in a loop must not take the room of all others.
ALTER TABLE write_keys ADD COLUMN requests_per_second integer NOT NULL DEFAULT 1000;
