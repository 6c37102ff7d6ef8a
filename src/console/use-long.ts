import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Input, Operation, Output } from '../http/operation.ts'
import { call } from './call.ts'

/** Does an operation that takes its time. `cancel`, leaving the screen, or doing it anew ends it on the server too. */
export function useLong<Op extends Operation>(operation: Op) {
  const under = useRef<AbortController | null>(null)
  const [begun, setBegun] = useState(0)
  const doing = useMutation<Output<Op>, Error, Input<Op>>({
    mutationFn: (input) => {
      under.current?.abort()
      under.current = new AbortController()
      setBegun(Date.now())
      return call(operation, input, under.current.signal)
    },
  })
  useEffect(() => () => under.current?.abort(), [])
  return {
    ...doing,
    /** When it was begun, epoch ms. */
    begun,
    cancel: () => {
      under.current?.abort()
      doing.reset()
    },
  }
}
