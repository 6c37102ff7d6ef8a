interface Lock {
  name: string
  packages: object
}

export function missingFromLock(lock: Lock): { name: string; version: string; of: string }[]
export function repairLock(lock: Lock): string[]
