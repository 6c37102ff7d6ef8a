/** How the company means to connect a customer: the steps, in order, and where a run can be between two. */

export const stations = [
  'Order placed',
  'Documents requested',
  'Documents received',
  'Documents checked',
  'Appointment promised',
  'Installed',
  'First bill',
]

/** Every pair of neighbouring steps. */
export const places = stations.slice(1).map((to, i) => ({ from: stations[i] as string, to }))

/** Between these two the promise `installation` is open. */
export const promised = { what: 'installation', from: 'Appointment promised', to: 'Installed' }

/** Silence the storyboard tolerates after any step, in days. */
export const TOLERANCE_DAYS = 5

/** Days without anything after which the storyboard calls a run abandoned. */
export const ABANDONED_DAYS = 45
