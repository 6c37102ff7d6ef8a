-- The table of runs begins anew: all of them are built again.
DELETE FROM throughline.builds;
