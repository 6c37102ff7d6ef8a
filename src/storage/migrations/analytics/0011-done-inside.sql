-- Whether the customer took no part in a step: read of its touchpoint's usual way, it took all interactions of the workspace, and was wrong of the others.
ALTER TABLE throughline.runs
  ADD COLUMN IF NOT EXISTS `steps.internal` Array(UInt8);
