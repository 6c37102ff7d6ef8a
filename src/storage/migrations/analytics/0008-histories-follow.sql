-- Histories are filled from the interactions afterwards, many commits at once (decision 0021).
DROP VIEW IF EXISTS throughline.history_of_interactions;
