import { sqlFile } from '../storage/sql-file.ts'

/** A subquery of `key, commit_id`: every customer with each commit that touched them. */
export const customerKeys = sqlFile(import.meta, 'customer-keys.sql')
