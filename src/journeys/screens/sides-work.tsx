import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { LongWork } from '../../console/long-work.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { readProgress } from '../contract.ts'

/** One part of a comparison and whether it is there. */
export interface Part {
  words: string
  of: Pick<UseQueryResult, 'isPending' | 'isPlaceholderData' | 'isFetching'>
}

/** It is being computed, and what is shown, if anything, is of what was asked before. */
export const underWay = ({ of }: Part) => of.isPending || (of.isFetching && of.isPlaceholderData)

/** How far the figures of two sides are; runs as of a past moment are built first. Leaving the tab ends the asking. */
export function SidesWork({ journey, parts }: { journey: string; parts: Part[] }) {
  const workspace = useWorkspace()
  const [begun] = useState(Date.now)
  const progress = useCall(readProgress, { workspace }, { refetchInterval: 500 })
  const back = progress.data?.looking_back.find((one) => one.journey === journey)
  const times = { begun, now: Math.max(begun, progress.dataUpdatedAt) }
  if (back)
    return <LongWork words="Making the runs as of a past moment" {...back} unit="histories" {...times} />
  const left = parts.filter(underWay)
  const words = left.map((part) => part.words).join(', ')
  return (
    <LongWork
      words={`Computing ${words}`}
      done={parts.length - left.length}
      of={parts.length}
      unit="parts"
      {...times}
    />
  )
}
