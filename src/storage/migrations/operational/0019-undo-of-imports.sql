-- An import made before it was noted what each one brought cannot be undone.
ALTER TABLE imports ADD COLUMN can_undo boolean NOT NULL DEFAULT false;
ALTER TABLE imports ADD COLUMN undone_at timestamptz;
ALTER TABLE imports ADD COLUMN undone_by text;
-- Records that went when it was undone, and those that stand again as they stood before it.
ALTER TABLE imports ADD COLUMN undone_records bigint NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN restored_records bigint NOT NULL DEFAULT 0;
