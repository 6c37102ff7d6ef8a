import { z } from 'zod'

/** Our content security policy forbids eval; without this Zod would try it once and the browser would report it. */
z.config({ jitless: true })
