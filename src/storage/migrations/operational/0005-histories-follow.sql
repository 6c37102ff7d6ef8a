-- Up to here histories were written with the interactions.
INSERT INTO throughline.followers (workspace, follower, applied_commit)
SELECT workspace, 'histories', coalesce(pg_sequence_last_value(pg_get_serial_sequence('throughline.commits', 'commit_id')), 0) FROM throughline.workspaces
ON CONFLICT DO NOTHING;
