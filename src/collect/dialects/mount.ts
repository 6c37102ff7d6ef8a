import type { Hono } from 'hono'
import { mountCloudEventDoor } from './cloud-event-door.ts'
import { mountPostHogDoor } from './posthog-door.ts'
import type { DoorParts } from './receive.ts'
import { mountSegmentDoor } from './segment-door.ts'

/** All doors for clients that exist already: change the host, keep the code. */
export function mountDialects(app: Hono, parts: DoorParts): void {
  mountSegmentDoor(app, parts)
  mountPostHogDoor(app, parts)
  mountCloudEventDoor(app, parts)
}
