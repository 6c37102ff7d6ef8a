/** Waits until all that was begun side by side has ended, then throws what failed first: nothing goes on behind the back of who waits. */
export async function sideBySide<Result>(begun: Iterable<Promise<Result>>): Promise<Result[]> {
  const ended = await Promise.allSettled(begun)
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  })
}
