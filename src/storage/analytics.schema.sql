-- What the migrations lead to. Written by `node tools/schema.ts`; a test compares.

CREATE TABLE throughline.erasing
(
    `workspace` LowCardinality(String),
    `erasure_id` UInt64,
    `interaction_id` UUID,
    `source` LowCardinality(String),
    `record_id` UInt64,
    `named` UInt8
)
ENGINE = MergeTree
ORDER BY (workspace, erasure_id, interaction_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.erasing_runs
(
    `workspace` LowCardinality(String),
    `erasure_id` UInt64,
    `stays` UInt8,
    `journey` LowCardinality(String),
    `key` UInt64,
    `ordinal` UInt32,
    `started_at` Int64,
    `version` UInt64
)
ENGINE = MergeTree
ORDER BY (workspace, erasure_id, stays, key)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.history
(
    `workspace` LowCardinality(String),
    `kind` LowCardinality(String),
    `key` UInt64,
    `name` String,
    `interaction_id` UUID,
    `commit_id` UInt64,
    `version` UInt64,
    `is_deleted` UInt8,
    `source` LowCardinality(String),
    `record_key` String,
    `sequence` UInt64,
    `started_at` Int64,
    `ended_at` Nullable(Int64),
    `channel` LowCardinality(String),
    `touchpoint` LowCardinality(String),
    `direction` LowCardinality(String),
    `begun_by` LowCardinality(String),
    `ball_after` LowCardinality(String),
    `identifier_id` UInt64,
    `subjects` Array(Tuple(
        type LowCardinality(String),
        id String)),
    `is_news` UInt8,
    `news_received` Nullable(String),
    `news_needed_from_you` Nullable(String),
    `news_next_by` Nullable(Int64),
    `news_delivery` LowCardinality(String),
    `promises` Array(Tuple(
        what String,
        act LowCardinality(String),
        due Nullable(Int64),
        at Nullable(Int64),
        fulfilled_by Array(String),
        replaced_by Array(String),
        voided_by Array(String))),
    `score_question` LowCardinality(String),
    `score_value` Nullable(Float64),
    `attributes` Map(LowCardinality(String), String),
    `information_given` Array(LowCardinality(String)),
    `information_asked` Array(LowCardinality(String)),
    `agent` LowCardinality(String),
    `team` LowCardinality(String),
    `statements` Array(Tuple(
        about String,
        what LowCardinality(String),
        value String,
        changes UInt8)),
    INDEX commits commit_id TYPE minmax GRANULARITY 1,
    INDEX keys key TYPE bloom_filter(0.01) GRANULARITY 32
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, kind, key, interaction_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1, min_parts_to_merge_at_once = 12, min_bytes_for_wide_part = 100000000, merge_selector_base = 12, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.identifier_customers
(
    `workspace` LowCardinality(String),
    `identifier_id` UInt64,
    `customer_id` UInt64,
    `commit_id` UInt64,
    `version` UInt64,
    `strength` Float64 DEFAULT 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, identifier_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.identifier_groups
(
    `workspace` LowCardinality(String),
    `kind` LowCardinality(String),
    `identifier_id` UInt64,
    `group_id` UInt64,
    `key` String,
    `present` UInt8,
    `commit_id` UInt64,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, kind, identifier_id, group_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0, index_granularity = 8192;

CREATE TABLE throughline.interactions
(
    `workspace` LowCardinality(String),
    `interaction_id` UUID,
    `commit_id` UInt64,
    `version` UInt64,
    `is_deleted` UInt8,
    `source` LowCardinality(String),
    `record_key` String,
    `sequence` UInt64,
    `started_at` Int64,
    `ended_at` Nullable(Int64),
    `received_at` Int64,
    `channel` LowCardinality(String),
    `touchpoint` LowCardinality(String),
    `direction` LowCardinality(String),
    `begun_by` LowCardinality(String),
    `ball_after` LowCardinality(String),
    `identifiers` Array(Tuple(
        kind LowCardinality(String),
        value String)),
    `identifier_id` UInt64,
    `subjects` Array(Tuple(
        type LowCardinality(String),
        id String)),
    `keys` Array(Tuple(
        kind LowCardinality(String),
        key UInt64,
        name String)),
    `information_given` Array(LowCardinality(String)),
    `information_asked` Array(LowCardinality(String)),
    `is_news` UInt8,
    `news_received` Nullable(String),
    `news_needed_from_you` Nullable(String),
    `news_next_by` Nullable(Int64),
    `news_delivery` LowCardinality(String),
    `promises` Array(Tuple(
        what String,
        act LowCardinality(String),
        due Nullable(Int64),
        at Nullable(Int64),
        fulfilled_by Array(String),
        replaced_by Array(String),
        voided_by Array(String))),
    `score_question` LowCardinality(String),
    `score_value` Nullable(Float64),
    `score_min` Nullable(Float64),
    `score_max` Nullable(Float64),
    `score_direction` LowCardinality(String),
    `agent` LowCardinality(String),
    `team` LowCardinality(String),
    `cost` Nullable(Float64),
    `text` String,
    `attributes` Map(LowCardinality(String), String),
    `statements` Array(Tuple(
        about String,
        what LowCardinality(String),
        value String,
        changes UInt8)),
    `traits` Map(LowCardinality(String), String),
    `groups` Array(Tuple(
        kind LowCardinality(String),
        key String,
        name String,
        role LowCardinality(String),
        traits Map(LowCardinality(String), String))),
    INDEX commits commit_id TYPE minmax GRANULARITY 1,
    INDEX ids interaction_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, interaction_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, min_parts_to_merge_at_once = 12, min_bytes_for_wide_part = 100000000, merge_selector_base = 12, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.memberships
(
    `workspace` LowCardinality(String),
    `identifier_id` UInt64,
    `kind` LowCardinality(String),
    `group_id` UInt64,
    `interaction_id` UUID,
    `commit_id` UInt64,
    `version` UInt64,
    `is_deleted` UInt8,
    `key` String,
    `name` String,
    `role` LowCardinality(String),
    `traits` Map(LowCardinality(String), String),
    `source` LowCardinality(String),
    `started_at` Int64
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, identifier_id, kind, group_id, interaction_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.migrations
(
    `name` String,
    `applied_at` DateTime DEFAULT now()
)
ENGINE = MergeTree
ORDER BY name
SETTINGS index_granularity = 8192;

CREATE TABLE throughline.overwritten
(
    `workspace` LowCardinality(String),
    `import_number` UInt64,
    `source` LowCardinality(String),
    `record_id` UInt64,
    `record_hash` UInt64,
    `said_by` Array(UInt64),
    `withdrawn` UInt8,
    `content` String
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace, import_number, source, record_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.profiles
(
    `workspace` LowCardinality(String),
    `identifier_id` UInt64,
    `trait` LowCardinality(String),
    `kind` LowCardinality(String),
    `value` String,
    `said_at` Int64,
    `commit_id` UInt64,
    INDEX ids identifier_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(said_at)
ORDER BY (workspace, identifier_id, trait)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0, min_compress_block_size = 8192, max_compress_block_size = 32768;

CREATE TABLE throughline.records
(
    `workspace` LowCardinality(String),
    `source` LowCardinality(String),
    `record_id` UInt64,
    `record_hash` UInt64,
    `interaction_ids` Array(UUID),
    `import_number` UInt64,
    `version` UInt64,
    `is_deleted` UInt8,
    `said_by` Array(UInt64)
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, source, record_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, min_parts_to_merge_at_once = 12, min_bytes_for_wide_part = 100000000, merge_selector_base = 12, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.runs
(
    `workspace` LowCardinality(String),
    `journey` LowCardinality(String),
    `snapshot` Int64,
    `key` UInt64,
    `ordinal` UInt32,
    `version` UInt64,
    `is_deleted` UInt8,
    `run_id` String,
    `storyboard_version` UInt32,
    `subject_type` LowCardinality(String),
    `subject` String,
    `identifier_id` UInt64,
    `started_at` Int64,
    `ended_at` Nullable(Int64),
    `last_at` Int64,
    `judged_until` Int64,
    `outcome` LowCardinality(String),
    `outcome_kind` LowCardinality(String),
    `variant` UInt64,
    `steps.interaction_id` Array(UUID),
    `steps.touchpoint` Array(LowCardinality(String)),
    `steps.step` Array(LowCardinality(String)),
    `steps.channel` Array(LowCardinality(String)),
    `steps.started_at` Array(Int64),
    `steps.ended_at` Array(Nullable(Int64)),
    `steps.waiting` Array(Float64),
    `steps.waited_for` Array(LowCardinality(String)),
    `steps.is_news` Array(UInt8),
    `designed_minimum` Nullable(UInt32),
    `contacts` UInt32,
    `channels` Array(LowCardinality(String)),
    `switches` UInt32,
    `gaps.from` Array(LowCardinality(String)),
    `gaps.to` Array(LowCardinality(String)),
    `gaps.from_at` Array(Int64),
    `gaps.to_at` Array(Int64),
    `gaps.seconds` Array(Float64),
    `gaps.tolerance` Array(Float64),
    `gaps.excess` Array(Float64),
    `gaps.open` Array(UInt8),
    `silence_unknown` UInt8,
    `promises.what` Array(LowCardinality(String)),
    `promises.source` Array(LowCardinality(String)),
    `promises.made_in` Array(LowCardinality(String)),
    `promises.made_at` Array(Nullable(Int64)),
    `promises.due` Array(Nullable(Int64)),
    `promises.due_last` Array(Nullable(Int64)),
    `promises.state` Array(LowCardinality(String)),
    `promises.fulfilled_at` Array(Nullable(Int64)),
    `promises.fulfilled_in` Array(LowCardinality(String)),
    `scores.question` Array(LowCardinality(String)),
    `scores.value` Array(Float64),
    `scores.at` Array(Int64),
    `scores.touchpoint` Array(LowCardinality(String)),
    `deviations.kind` Array(LowCardinality(String)),
    `deviations.step` Array(LowCardinality(String)),
    `deviations.after` Array(LowCardinality(String)),
    `deviations.words` Array(String),
    `conformance` Nullable(Float64),
    `fitness` Nullable(Float64),
    `conformance_bound` UInt8,
    `attributes` Map(LowCardinality(String), String),
    `next_change_at` Nullable(Int64),
    `waits` UInt8,
    `gaps.channel` Array(LowCardinality(String)),
    `gaps.until_chase` Array(Float64),
    `gaps.chased` Array(UInt8),
    `ball` Tuple(
        active Nullable(Float64),
        company Nullable(Float64),
        customer Nullable(Float64),
        third_party Nullable(Float64),
        unknown Nullable(Float64),
        until Nullable(Int64),
        holder LowCardinality(String)),
    `effort` Tuple(
        contacts Nullable(UInt32),
        forced_switches Nullable(UInt32),
        transfers Nullable(UInt32),
        repeats Nullable(UInt32),
        hold_minutes Nullable(Float64),
        active_minutes Nullable(Float64),
        documents Nullable(UInt32),
        chases Nullable(UInt32),
        minutes Nullable(Float64),
        avoidable Nullable(Float64)),
    `channel_switches.kind` Array(LowCardinality(String)),
    `channel_switches.from` Array(LowCardinality(String)),
    `channel_switches.to` Array(LowCardinality(String)),
    `channel_switches.at` Array(Int64),
    `asked` Tuple(
        items Nullable(UInt32),
        security Nullable(UInt32)),
    `asked_again.item` Array(LowCardinality(String)),
    `asked_again.channel` Array(LowCardinality(String)),
    `asked_again.given_in` Array(LowCardinality(String)),
    `asked_again.from` Array(LowCardinality(String)),
    `asked_again.to` Array(LowCardinality(String)),
    `asked_again.security` Array(UInt8),
    `asked_again.at` Array(Int64),
    `repeats.channel` Array(LowCardinality(String)),
    `repeats.seconds` Array(Float64),
    `repeats.repeated` Array(UInt8),
    `failure_demand` Tuple(
        contacts UInt32,
        chase UInt32,
        repeat UInt32,
        complaint UInt32,
        clarification UInt32),
    `hand_offs.kind` Array(LowCardinality(String)),
    `hand_offs.from` Array(LowCardinality(String)),
    `hand_offs.to` Array(LowCardinality(String)),
    `hand_offs.at` Array(Int64),
    `hand_offs.identity` Array(Nullable(UInt8)),
    `hand_offs.context` Array(Nullable(UInt8)),
    `hand_offs.asked_again` Array(Nullable(UInt8)),
    `hand_offs.waited` Array(Nullable(UInt8)),
    `seamless` Nullable(Float64),
    `statements` UInt32,
    `contradictions.about` Array(String),
    `contradictions.what` Array(LowCardinality(String)),
    `contradictions.first` Array(String),
    `contradictions.second` Array(String),
    `contradictions.first_at` Array(Int64),
    `contradictions.second_at` Array(Int64),
    `contradictions.first_channel` Array(LowCardinality(String)),
    `contradictions.second_channel` Array(LowCardinality(String)),
    `contradictions.first_owner` Array(LowCardinality(String)),
    `contradictions.second_owner` Array(LowCardinality(String)),
    `questions.question` Array(LowCardinality(String)),
    `questions.seconds` Array(Float64),
    `questions.answered` Array(UInt8),
    `promised_wait` Tuple(
        waited Nullable(Float64),
        covered Nullable(Float64)),
    `taken` UInt32 MATERIALIZED length(steps.touchpoint),
    `tied` UInt32 MATERIALIZED arrayCount((at, next) -> (at = next), arrayPopBack(steps.started_at), arrayPopFront(steps.started_at)),
    `longest_gap` Float64 MATERIALIZED arrayMax(gaps.seconds),
    `excess` Float64 MATERIALIZED arraySum(gaps.excess),
    `silent_still` UInt8 MATERIALIZED arrayExists((each, open) -> ((each > 0) AND (open = 1)), gaps.excess, gaps.open),
    `steps.node` Array(LowCardinality(String)) MATERIALIZED arrayMap((s, t) -> if(s = '', t, s), CAST(steps.step, 'Array(String)'), CAST(steps.touchpoint, 'Array(String)')),
    `steps.silent` Array(Float64),
    `segments` Array(LowCardinality(String)) MATERIALIZED arrayMap((name, value) -> concat(name, char(31), value), mapKeys(attributes), mapValues(attributes)),
    `steps.internal` Array(UInt8),
    INDEX changes next_change_at TYPE minmax GRANULARITY 1,
    INDEX keys key TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, journey, snapshot, started_at, key, ordinal)
SETTINGS index_granularity = 8192, min_parts_to_merge_at_once = 12, min_bytes_for_wide_part = 100000000, merge_selector_base = 12, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.sampled_runs
(
    `workspace` LowCardinality(String),
    `journey` LowCardinality(String),
    `snapshot` Int64,
    `key` UInt64,
    `ordinal` UInt32,
    `version` UInt64,
    `is_deleted` UInt8,
    `run_id` String,
    `storyboard_version` UInt32,
    `subject_type` LowCardinality(String),
    `subject` String,
    `identifier_id` UInt64,
    `started_at` Int64,
    `ended_at` Nullable(Int64),
    `last_at` Int64,
    `judged_until` Int64,
    `outcome` LowCardinality(String),
    `outcome_kind` LowCardinality(String),
    `variant` UInt64,
    `steps.interaction_id` Array(UUID),
    `steps.touchpoint` Array(LowCardinality(String)),
    `steps.step` Array(LowCardinality(String)),
    `steps.channel` Array(LowCardinality(String)),
    `steps.started_at` Array(Int64),
    `steps.ended_at` Array(Nullable(Int64)),
    `steps.waiting` Array(Float64),
    `steps.waited_for` Array(LowCardinality(String)),
    `steps.is_news` Array(UInt8),
    `designed_minimum` Nullable(UInt32),
    `contacts` UInt32,
    `channels` Array(LowCardinality(String)),
    `switches` UInt32,
    `gaps.from` Array(LowCardinality(String)),
    `gaps.to` Array(LowCardinality(String)),
    `gaps.from_at` Array(Int64),
    `gaps.to_at` Array(Int64),
    `gaps.seconds` Array(Float64),
    `gaps.tolerance` Array(Float64),
    `gaps.excess` Array(Float64),
    `gaps.open` Array(UInt8),
    `silence_unknown` UInt8,
    `promises.what` Array(LowCardinality(String)),
    `promises.source` Array(LowCardinality(String)),
    `promises.made_in` Array(LowCardinality(String)),
    `promises.made_at` Array(Nullable(Int64)),
    `promises.due` Array(Nullable(Int64)),
    `promises.due_last` Array(Nullable(Int64)),
    `promises.state` Array(LowCardinality(String)),
    `promises.fulfilled_at` Array(Nullable(Int64)),
    `promises.fulfilled_in` Array(LowCardinality(String)),
    `scores.question` Array(LowCardinality(String)),
    `scores.value` Array(Float64),
    `scores.at` Array(Int64),
    `scores.touchpoint` Array(LowCardinality(String)),
    `deviations.kind` Array(LowCardinality(String)),
    `deviations.step` Array(LowCardinality(String)),
    `deviations.after` Array(LowCardinality(String)),
    `deviations.words` Array(String),
    `conformance` Nullable(Float64),
    `fitness` Nullable(Float64),
    `conformance_bound` UInt8,
    `attributes` Map(LowCardinality(String), String),
    `next_change_at` Nullable(Int64),
    `waits` UInt8,
    `gaps.channel` Array(LowCardinality(String)),
    `gaps.until_chase` Array(Float64),
    `gaps.chased` Array(UInt8),
    `ball` Tuple(
        active Nullable(Float64),
        company Nullable(Float64),
        customer Nullable(Float64),
        third_party Nullable(Float64),
        unknown Nullable(Float64),
        until Nullable(Int64),
        holder LowCardinality(String)),
    `effort` Tuple(
        contacts Nullable(UInt32),
        forced_switches Nullable(UInt32),
        transfers Nullable(UInt32),
        repeats Nullable(UInt32),
        hold_minutes Nullable(Float64),
        active_minutes Nullable(Float64),
        documents Nullable(UInt32),
        chases Nullable(UInt32),
        minutes Nullable(Float64),
        avoidable Nullable(Float64)),
    `channel_switches.kind` Array(LowCardinality(String)),
    `channel_switches.from` Array(LowCardinality(String)),
    `channel_switches.to` Array(LowCardinality(String)),
    `channel_switches.at` Array(Int64),
    `asked` Tuple(
        items Nullable(UInt32),
        security Nullable(UInt32)),
    `asked_again.item` Array(LowCardinality(String)),
    `asked_again.channel` Array(LowCardinality(String)),
    `asked_again.given_in` Array(LowCardinality(String)),
    `asked_again.from` Array(LowCardinality(String)),
    `asked_again.to` Array(LowCardinality(String)),
    `asked_again.security` Array(UInt8),
    `asked_again.at` Array(Int64),
    `repeats.channel` Array(LowCardinality(String)),
    `repeats.seconds` Array(Float64),
    `repeats.repeated` Array(UInt8),
    `failure_demand` Tuple(
        contacts UInt32,
        chase UInt32,
        repeat UInt32,
        complaint UInt32,
        clarification UInt32),
    `hand_offs.kind` Array(LowCardinality(String)),
    `hand_offs.from` Array(LowCardinality(String)),
    `hand_offs.to` Array(LowCardinality(String)),
    `hand_offs.at` Array(Int64),
    `hand_offs.identity` Array(Nullable(UInt8)),
    `hand_offs.context` Array(Nullable(UInt8)),
    `hand_offs.asked_again` Array(Nullable(UInt8)),
    `hand_offs.waited` Array(Nullable(UInt8)),
    `seamless` Nullable(Float64),
    `statements` UInt32,
    `contradictions.about` Array(String),
    `contradictions.what` Array(LowCardinality(String)),
    `contradictions.first` Array(String),
    `contradictions.second` Array(String),
    `contradictions.first_at` Array(Int64),
    `contradictions.second_at` Array(Int64),
    `contradictions.first_channel` Array(LowCardinality(String)),
    `contradictions.second_channel` Array(LowCardinality(String)),
    `contradictions.first_owner` Array(LowCardinality(String)),
    `contradictions.second_owner` Array(LowCardinality(String)),
    `questions.question` Array(LowCardinality(String)),
    `questions.seconds` Array(Float64),
    `questions.answered` Array(UInt8),
    `promised_wait` Tuple(
        waited Nullable(Float64),
        covered Nullable(Float64)),
    `taken` UInt32 MATERIALIZED length(steps.touchpoint),
    `tied` UInt32 MATERIALIZED arrayCount((at, next) -> (at = next), arrayPopBack(steps.started_at), arrayPopFront(steps.started_at)),
    `longest_gap` Float64 MATERIALIZED arrayMax(gaps.seconds),
    `excess` Float64 MATERIALIZED arraySum(gaps.excess),
    `silent_still` UInt8 MATERIALIZED arrayExists((each, open) -> ((each > 0) AND (open = 1)), gaps.excess, gaps.open),
    `steps.node` Array(LowCardinality(String)) MATERIALIZED arrayMap((s, t) -> if(s = '', t, s), CAST(steps.step, 'Array(String)'), CAST(steps.touchpoint, 'Array(String)')),
    `steps.silent` Array(Float64),
    `segments` Array(LowCardinality(String)) MATERIALIZED arrayMap((name, value) -> concat(name, char(31), value), mapKeys(attributes), mapValues(attributes)),
    `steps.internal` Array(UInt8),
    INDEX changes next_change_at TYPE minmax GRANULARITY 1,
    INDEX keys key TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, journey, snapshot, started_at, key, ordinal)
SETTINGS min_parts_to_merge_at_once = 12, min_bytes_for_wide_part = 100000000, merge_selector_base = 12, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0, index_granularity = 8192;

CREATE MATERIALIZED VIEW throughline.sampling_runs TO throughline.sampled_runs
(
    `workspace` LowCardinality(String),
    `journey` LowCardinality(String),
    `snapshot` Int64,
    `key` UInt64,
    `ordinal` UInt32,
    `version` UInt64,
    `is_deleted` UInt8,
    `run_id` String,
    `storyboard_version` UInt32,
    `subject_type` LowCardinality(String),
    `subject` String,
    `identifier_id` UInt64,
    `started_at` Int64,
    `ended_at` Nullable(Int64),
    `last_at` Int64,
    `judged_until` Int64,
    `outcome` LowCardinality(String),
    `outcome_kind` LowCardinality(String),
    `variant` UInt64,
    `steps.interaction_id` Array(UUID),
    `steps.touchpoint` Array(LowCardinality(String)),
    `steps.step` Array(LowCardinality(String)),
    `steps.channel` Array(LowCardinality(String)),
    `steps.started_at` Array(Int64),
    `steps.ended_at` Array(Nullable(Int64)),
    `steps.waiting` Array(Float64),
    `steps.waited_for` Array(LowCardinality(String)),
    `steps.is_news` Array(UInt8),
    `designed_minimum` Nullable(UInt32),
    `contacts` UInt32,
    `channels` Array(LowCardinality(String)),
    `switches` UInt32,
    `gaps.from` Array(LowCardinality(String)),
    `gaps.to` Array(LowCardinality(String)),
    `gaps.from_at` Array(Int64),
    `gaps.to_at` Array(Int64),
    `gaps.seconds` Array(Float64),
    `gaps.tolerance` Array(Float64),
    `gaps.excess` Array(Float64),
    `gaps.open` Array(UInt8),
    `silence_unknown` UInt8,
    `promises.what` Array(LowCardinality(String)),
    `promises.source` Array(LowCardinality(String)),
    `promises.made_in` Array(LowCardinality(String)),
    `promises.made_at` Array(Nullable(Int64)),
    `promises.due` Array(Nullable(Int64)),
    `promises.due_last` Array(Nullable(Int64)),
    `promises.state` Array(LowCardinality(String)),
    `promises.fulfilled_at` Array(Nullable(Int64)),
    `promises.fulfilled_in` Array(LowCardinality(String)),
    `scores.question` Array(LowCardinality(String)),
    `scores.value` Array(Float64),
    `scores.at` Array(Int64),
    `scores.touchpoint` Array(LowCardinality(String)),
    `deviations.kind` Array(LowCardinality(String)),
    `deviations.step` Array(LowCardinality(String)),
    `deviations.after` Array(LowCardinality(String)),
    `deviations.words` Array(String),
    `conformance` Nullable(Float64),
    `fitness` Nullable(Float64),
    `conformance_bound` UInt8,
    `attributes` Map(LowCardinality(String), String),
    `next_change_at` Nullable(Int64),
    `waits` UInt8,
    `gaps.channel` Array(LowCardinality(String)),
    `gaps.until_chase` Array(Float64),
    `gaps.chased` Array(UInt8),
    `ball` Tuple(
        active Nullable(Float64),
        company Nullable(Float64),
        customer Nullable(Float64),
        third_party Nullable(Float64),
        unknown Nullable(Float64),
        until Nullable(Int64),
        holder LowCardinality(String)),
    `effort` Tuple(
        contacts Nullable(UInt32),
        forced_switches Nullable(UInt32),
        transfers Nullable(UInt32),
        repeats Nullable(UInt32),
        hold_minutes Nullable(Float64),
        active_minutes Nullable(Float64),
        documents Nullable(UInt32),
        chases Nullable(UInt32),
        minutes Nullable(Float64),
        avoidable Nullable(Float64)),
    `channel_switches.kind` Array(LowCardinality(String)),
    `channel_switches.from` Array(LowCardinality(String)),
    `channel_switches.to` Array(LowCardinality(String)),
    `channel_switches.at` Array(Int64),
    `asked` Tuple(
        items Nullable(UInt32),
        security Nullable(UInt32)),
    `asked_again.item` Array(LowCardinality(String)),
    `asked_again.channel` Array(LowCardinality(String)),
    `asked_again.given_in` Array(LowCardinality(String)),
    `asked_again.from` Array(LowCardinality(String)),
    `asked_again.to` Array(LowCardinality(String)),
    `asked_again.security` Array(UInt8),
    `asked_again.at` Array(Int64),
    `repeats.channel` Array(LowCardinality(String)),
    `repeats.seconds` Array(Float64),
    `repeats.repeated` Array(UInt8),
    `failure_demand` Tuple(
        contacts UInt32,
        chase UInt32,
        repeat UInt32,
        complaint UInt32,
        clarification UInt32),
    `hand_offs.kind` Array(LowCardinality(String)),
    `hand_offs.from` Array(LowCardinality(String)),
    `hand_offs.to` Array(LowCardinality(String)),
    `hand_offs.at` Array(Int64),
    `hand_offs.identity` Array(Nullable(UInt8)),
    `hand_offs.context` Array(Nullable(UInt8)),
    `hand_offs.asked_again` Array(Nullable(UInt8)),
    `hand_offs.waited` Array(Nullable(UInt8)),
    `seamless` Nullable(Float64),
    `statements` UInt32,
    `contradictions.about` Array(String),
    `contradictions.what` Array(LowCardinality(String)),
    `contradictions.first` Array(String),
    `contradictions.second` Array(String),
    `contradictions.first_at` Array(Int64),
    `contradictions.second_at` Array(Int64),
    `contradictions.first_channel` Array(LowCardinality(String)),
    `contradictions.second_channel` Array(LowCardinality(String)),
    `contradictions.first_owner` Array(LowCardinality(String)),
    `contradictions.second_owner` Array(LowCardinality(String)),
    `questions.question` Array(LowCardinality(String)),
    `questions.seconds` Array(Float64),
    `questions.answered` Array(UInt8),
    `promised_wait` Tuple(
        waited Nullable(Float64),
        covered Nullable(Float64)),
    `steps.silent` Array(Float64),
    `steps.internal` Array(UInt8)
)
AS SELECT *
FROM throughline.runs
WHERE bitShiftRight(key, 60) = 0;

CREATE TABLE throughline.sought
(
    `workspace` LowCardinality(String),
    `searched` String,
    `identifier_id` UInt64,
    `trait` LowCardinality(String),
    `kind` LowCardinality(String),
    `value` String,
    `said_at` Int64,
    INDEX pairs searched TYPE text(tokenizer = ngrams(2)) GRANULARITY 100000000
)
ENGINE = ReplacingMergeTree(said_at)
ORDER BY (workspace, searched, identifier_id, trait)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, min_compress_block_size = 8192, max_compress_block_size = 32768, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;

CREATE TABLE throughline.withdrawn_identifiers
(
    `workspace` LowCardinality(String),
    `commit_id` UInt64,
    `identifiers` Array(Tuple(
        kind LowCardinality(String),
        value String))
)
ENGINE = MergeTree
ORDER BY (workspace, commit_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
