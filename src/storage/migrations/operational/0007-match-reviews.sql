-- Pairs of customers that matching cannot tell: a person answers. An answer stays, also when matching is asked again.
CREATE TABLE identity_reviews (
  review_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  a_id numeric(20) NOT NULL,
  b_id numeric(20) NOT NULL,
  probability double precision NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('automatic', 'review')),
  evidence jsonb NOT NULL,
  answer text CHECK (answer IN ('one', 'two')),
  answered_by text,
  answered_at timestamptz,
  found_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace, a_id, b_id)
);
CREATE INDEX identity_reviews_open ON identity_reviews (workspace, probability DESC) WHERE answer IS NULL AND verdict = 'review';
