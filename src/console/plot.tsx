import { useElementSize } from '@mantine/hooks'
import * as Plot from '@observablehq/plot'
import { useEffect, useRef } from 'react'

/** An Observable Plot at the width it is given. The table behind it is the caller's duty. */
export default function Chart({
  label,
  height,
  marks,
  options,
}: {
  label: string
  height: number
  marks: (width: number) => Plot.Markish[]
  options?: Plot.PlotOptions
}) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const at = host.current
    if (!at || width < 50) return
    const drawn = Plot.plot({
      width,
      height,
      style: { background: 'transparent', color: 'var(--tl-ink)', fontSize: '12px', fontFamily: 'inherit' },
      ...options,
      marks: marks(width),
    })
    drawn.setAttribute('role', 'img')
    drawn.setAttribute('aria-label', label)
    for (const part of drawn.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label')
    at.replaceChildren(drawn)
    return () => drawn.remove()
  }, [label, width, height, marks, options])
  return (
    <div ref={ref} style={{ minHeight: height }}>
      <div ref={host} />
    </div>
  )
}
