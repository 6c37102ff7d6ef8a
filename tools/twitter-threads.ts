// The sample of customer support on Twitter names the message answered, not the thread: the threads are found here, for tests.

/** A row of `twcs_5000.csv`. */
export type Tweet = Record<
  'tweet_id' | 'author_id' | 'inbound' | 'created_at' | 'in_response_to_tweet_id',
  string
>

/** The thread of every message: the first that is there, going back from answer to question. */
export function threadsOf(rows: readonly Tweet[]): Map<string, string> {
  const before = new Map(
    rows.map(({ tweet_id, in_response_to_tweet_id }) => [
      tweet_id,
      String(Number(in_response_to_tweet_id || 0)),
    ]),
  )
  const first = (tweet: string): string =>
    before.has(before.get(tweet)!) ? first(before.get(tweet)!) : tweet
  return new Map(rows.map(({ tweet_id }) => [tweet_id, first(tweet_id)]))
}

/** `threads.csv` as the mapping of the example joins it. */
export const threadsCsv = (threads: ReadonlyMap<string, string>) =>
  ['tweet_id,thread', ...[...threads].map(([tweet, thread]) => `${tweet},${thread}`)].join('\n')
