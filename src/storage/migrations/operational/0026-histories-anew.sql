-- The table of histories begins anew: it is filled again from the interactions.
DELETE FROM throughline.followers WHERE follower = 'histories';
