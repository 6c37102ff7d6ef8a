-- What every run is measured by besides (methods A.1–A.6, A.9, A.16, A.17): figures over runs and the trace read it. NULL = not
-- observable in the run. Times are epoch milliseconds, durations seconds unless named minutes.
ALTER TABLE throughline.runs
  ADD COLUMN IF NOT EXISTS `gaps.channel` Array(LowCardinality(String)),
  ADD COLUMN IF NOT EXISTS `gaps.until_chase` Array(Float64),
  ADD COLUMN IF NOT EXISTS `gaps.chased` Array(UInt8),
  ADD COLUMN IF NOT EXISTS ball Tuple(
    active Nullable(Float64), company Nullable(Float64), customer Nullable(Float64), third_party Nullable(Float64),
    unknown Nullable(Float64), until Nullable(Int64), holder LowCardinality(String)),
  ADD COLUMN IF NOT EXISTS effort Tuple(
    contacts Nullable(UInt32), forced_switches Nullable(UInt32), transfers Nullable(UInt32), repeats Nullable(UInt32),
    hold_minutes Nullable(Float64), active_minutes Nullable(Float64), documents Nullable(UInt32), chases Nullable(UInt32),
    minutes Nullable(Float64), avoidable Nullable(Float64)),
  ADD COLUMN IF NOT EXISTS channel_switches Nested(
    kind LowCardinality(String), from LowCardinality(String), to LowCardinality(String), at Int64),
  ADD COLUMN IF NOT EXISTS asked Tuple(items Nullable(UInt32), security Nullable(UInt32)),
  ADD COLUMN IF NOT EXISTS asked_again Nested(
    item LowCardinality(String), channel LowCardinality(String), given_in LowCardinality(String), security UInt8, at Int64),
  ADD COLUMN IF NOT EXISTS repeats Nested(channel LowCardinality(String), seconds Float64, repeated UInt8),
  ADD COLUMN IF NOT EXISTS failure_demand Tuple(
    contacts UInt32, chase UInt32, repeat UInt32, complaint UInt32, clarification UInt32),
  ADD COLUMN IF NOT EXISTS hand_offs Nested(
    kind LowCardinality(String), from LowCardinality(String), to LowCardinality(String), at Int64, identity Nullable(UInt8),
    context Nullable(UInt8), asked_again Nullable(UInt8), waited Nullable(UInt8)),
  ADD COLUMN IF NOT EXISTS seamless Nullable(Float64),
  ADD COLUMN IF NOT EXISTS statements UInt32,
  ADD COLUMN IF NOT EXISTS contradictions Nested(
    about String, what LowCardinality(String), first String, second String, first_at Int64, second_at Int64,
    first_channel LowCardinality(String), second_channel LowCardinality(String), first_owner LowCardinality(String),
    second_owner LowCardinality(String)),
  ADD COLUMN IF NOT EXISTS questions Nested(question LowCardinality(String), seconds Float64, answered UInt8),
  ADD COLUMN IF NOT EXISTS promised_wait Tuple(waited Nullable(Float64), covered Nullable(Float64));
