-- Where an item had been given and where it was asked again: a break has a place.
ALTER TABLE throughline.runs
  ADD COLUMN IF NOT EXISTS `asked_again.from` Array(LowCardinality(String)) AFTER `asked_again.given_in`,
  ADD COLUMN IF NOT EXISTS `asked_again.to` Array(LowCardinality(String)) AFTER `asked_again.from`;
