-- 1: conformance and fitness are lower bounds, the run being too long for the best alignment to be found (methods B.14).
ALTER TABLE throughline.runs ADD COLUMN IF NOT EXISTS conformance_bound UInt8 AFTER fitness;
