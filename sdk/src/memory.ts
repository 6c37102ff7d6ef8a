const prefix = 'throughline.'

/**
 * What the browser keeps for us, in localStorage and never in a cookie. Closed it keeps nothing and gives nothing, and
 * so it is in a browser that forbids it or has no room: whoever calls goes on in memory.
 */
export interface Memory {
  open(): void
  /** Removes everything we ever kept here. */
  close(): void
  read(name: string): string | null
  write(name: string, value: string): void
  remove(name: string): void
  names(start: string): string[]
}

export function createMemory(storage: () => Storage): Memory {
  let opened = false
  const tried = <Result>(use: (store: Storage) => Result, otherwise: Result): Result => {
    try {
      return use(storage())
    } catch {
      return otherwise
    }
  }
  const names = (start: string) =>
    tried(
      (store) =>
        Object.keys(store).flatMap((key) =>
          key.startsWith(prefix + start) ? [key.slice(prefix.length)] : [],
        ),
      [] as string[],
    )
  const remove = (name: string) => tried((store) => store.removeItem(prefix + name), undefined)
  return {
    open: () => {
      opened = true
    },
    close: () => {
      opened = false
      for (const name of names('')) remove(name)
    },
    read: (name) => tried((store) => store.getItem(prefix + name), null),
    write: (name, value) => {
      if (opened) tried((store) => store.setItem(prefix + name, value), undefined)
    },
    remove,
    names,
  }
}
