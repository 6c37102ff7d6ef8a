import type { PromisesReport } from '../contract.ts'

type Calibrated = NonNullable<PromisesReport['promises'][number]['calibration']>
export interface CalibrationPoint {
  days: number
  share: number
  low: number
  high: number
}

/** Lengths promised often enough to be drawn; under 30 a share is not shown. */
export function calibrationPoints({ curve }: Calibrated): CalibrationPoint[] {
  return curve.flatMap(({ days, of, share, low, high }) =>
    of < 30 || share === null || low === null || high === null ? [] : [{ days, share, low, high }],
  )
}
