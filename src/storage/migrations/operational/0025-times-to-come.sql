-- When an interaction that was ahead of the clock comes due, epoch ms; null: none is. What lay ahead at the last build before this is looked for once.
ALTER TABLE builds ADD COLUMN wakes_at bigint;
UPDATE builds SET wakes_at = (extract(epoch FROM used_at) * 1000)::bigint WHERE snapshot = 0;

-- The earliest that a page of a build left out because it lies ahead.
ALTER TABLE build_pages ADD COLUMN ahead_at bigint;
