// biome-ignore-all lint/suspicious/noArrayIndexKey: the order of steps is what a path says
import { Fragment } from 'react'
import { foldPath } from './fold-path.ts'

/** A way through, repetitions told once. */
export function Path({ steps }: { steps: string[] }) {
  return (
    <div className="tl-path">
      {foldPath(steps).map((one, at) => (
        <Fragment key={`${at}-${one.step}`}>
          {at ? (
            <i aria-hidden className="tl-soft" style={{ fontStyle: 'normal' }}>
              ›
            </i>
          ) : null}
          <span>
            {one.step}
            {one.times > 1 ? <b> ×{one.times}</b> : null}
          </span>
        </Fragment>
      ))}
    </div>
  )
}
