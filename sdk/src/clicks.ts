import { declaredOn, startOf } from './declared.ts'
import type { Properties } from './event.ts'

/** `data-throughline-click="Chat opened"` on an element: a click on it or within it is that event. */
export function watchClicks(track: (event: string, properties: Properties) => void): void {
  document.addEventListener(
    'click',
    (click) => {
      const declared = startOf(click)?.closest<HTMLElement>('[data-throughline-click]')
      const event = declared?.dataset.throughlineClick?.trim()
      if (declared && event) track(event, declaredOn(declared))
    },
    { capture: true },
  )
}
