import { Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core'
import { type WorkDone, workShare, workWords } from './work-words.ts'

/** Long work under way: what is done, how far it is, how long it takes yet, and a way to end it. */
export function LongWork({
  words,
  cancel,
  ...work
}: WorkDone & {
  /** “Judging the runs by version 2 and the draft”. */
  words: string
  cancel?: () => void
}) {
  const share = workShare(work)
  return (
    <div style={{ maxWidth: 640 }}>
      <Group justify="space-between" gap={10} mb={6} wrap="nowrap">
        <Text size="sm">
          {words}: <span className="tl-interval">{workWords(work)}</span>
        </Text>
        {cancel ? (
          <Button variant="default" size="xs" onClick={cancel} style={{ flex: 'none' }}>
            Cancel
          </Button>
        ) : null}
      </Group>
      <Progress value={share * 100} size="sm" aria-label={words} />
      <VisuallyHidden role="status">
        {words}, {Math.floor(share * 10) * 10} %
      </VisuallyHidden>
    </div>
  )
}
