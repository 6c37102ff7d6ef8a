-- The table of histories begins anew, filled from the interactions under another name (collect/histories.ts).
DELETE FROM throughline.followers WHERE follower = 'histories';
