import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { changeOnServer, onServer, type Place, reachOf, shardedBy, tableMade } from './cluster-tables.ts'
import { readMigrations, statementsOf } from './migrate.ts'

const schema = readFileSync(join(import.meta.dirname, 'analytics.schema.sql'), 'utf8')
const place: Place = { cluster: 'two', shard: 2, replica: 1, replicated: false }

it('rows that replace each other lie on one shard: every such table is dealt out by a column of its key', () => {
  const replacing = [
    ...schema.matchAll(
      /CREATE TABLE throughline\.(\w+)\n[^;]*?ENGINE = ReplacingMergeTree[^;]*?ORDER BY \(([^)]*)\)/g,
    ),
  ]
  expect(replacing.length).toBeGreaterThan(7)
  for (const [, table = '', key = ''] of replacing) {
    const column = /\w+(?=\)?$)/.exec(shardedBy[table] ?? '')?.[0]
    expect(key.split(', '), table).toContain(column)
  }
})

it('a change of rows goes to each shard and looks at all of them; tables are made everywhere; the rest goes to one', () => {
  const erase =
    'ALTER TABLE throughline.history DELETE WHERE interaction_id IN (SELECT interaction_id FROM throughline.erasing)'
  expect(reachOf(erase)).toBe('shards')
  expect(changeOnServer(erase)).toBe(
    'ALTER TABLE throughline_shard.history DELETE WHERE interaction_id IN (SELECT interaction_id FROM throughline.erasing)',
  )
  for (const sql of ['DELETE FROM throughline.runs WHERE 1', 'OPTIMIZE TABLE throughline.runs FINAL'])
    expect(reachOf(sql)).toBe('shards')
  for (const sql of [
    'CREATE OR REPLACE VIEW w.runs AS SELECT 1',
    'CREATE DATABASE w',
    'DROP TABLE throughline.x SYNC',
  ])
    expect(reachOf(sql)).toBe('servers')
  expect(reachOf('-- why\nINSERT INTO throughline.history SELECT * FROM throughline.interactions')).toBe(
    'one',
  )
  expect(tableMade('CREATE TABLE throughline.matching_1_a (a UInt8) ENGINE = MergeTree ORDER BY a')).toBe(
    'matching_1_a',
  )
  expect(tableMade('CREATE DATABASE IF NOT EXISTS throughline')).toBeNull()
})

it('where shards have replicas every table of every migration keeps its copies under a path of its own', () => {
  const replicated = { ...place, replicated: true }
  const made = readMigrations('analytics')
    .flatMap(({ sql }) => statementsOf(sql))
    .map((statement) => onServer(statement, replicated))
    .filter((statement) => /CREATE TABLE/.test(statement))
  expect(made.length).toBeGreaterThan(10)
  for (const statement of made) {
    const table = /throughline_shard\.(\w+)/.exec(statement)![1]
    expect(statement).toMatch(
      new RegExp(
        `ENGINE = Replicated(Replacing)?MergeTree\\('/throughline/two/2/${table}', '1'(, [a-z_, ]+)?\\)`,
      ),
    )
    expect(statement).not.toMatch(/\bthroughline\./)
  }
  expect(onServer('DROP TABLE IF EXISTS throughline.runs', replicated)).toBe(
    'DROP TABLE IF EXISTS throughline_shard.runs SYNC',
  )
})
