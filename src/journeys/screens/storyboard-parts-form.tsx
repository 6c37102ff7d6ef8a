import { useMemo } from 'react'
import { CalendarForm } from './storyboard-calendar.tsx'
import type { FormProps } from './storyboard-form.tsx'
import { ItemsForm } from './storyboard-items.tsx'
import { ObjectivesForm } from './storyboard-objectives.tsx'
import { OutcomesForm } from './storyboard-outcomes.tsx'
import { namesIn } from './storyboard-outline.ts'
import type { PartsForm } from './storyboard-part-fields.tsx'
import { partsOf } from './storyboard-parts.ts'

/** Forms of what a storyboard says beside its steps. */
export function StoryboardPartsForm({ form }: { form: FormProps }) {
  const { outline, lived, found, text, edit } = form
  const parts = useMemo(() => partsOf(text), [text])
  const known = useMemo(
    () => ({
      steps: namesIn(outline, 'step'),
      touchpoints: [...new Set([...namesIn(outline, 'touchpoints', 'step'), ...lived.touchpoints])],
      promises: namesIn(outline, 'promise.what'),
      items: namesIn(outline, 'tells', 'asks'),
      attributes: lived.attributes ?? [],
    }),
    [outline, lived],
  )
  if (parts === null) return null
  const given: PartsForm = { parts, found, known, edit }
  return (
    <>
      <OutcomesForm form={given} />
      <ObjectivesForm form={given} />
      <ItemsForm form={given} />
      <CalendarForm form={given} />
    </>
  )
}
