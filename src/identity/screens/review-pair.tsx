import { Anchor, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Link } from '@tanstack/react-router'
import { Info } from '../../console/figure.tsx'
import { percent } from '../../console/fmt.ts'
import { useDo, useWorkspace } from '../../console/use-call.ts'
import { answerReview, listReviews, type Reviews } from '../contract.ts'
import { EvidenceTable } from './evidence-table.tsx'
import { identityExplanations } from './explanations.ts'

/** One pair with both records side by side, and the answer. */
export function ReviewPair({ review }: { review: Reviews['reviews'][number] }) {
  const workspace = useWorkspace()
  const answer = useDo(answerReview, [listReviews])
  const say = (word: 'one' | 'two') =>
    answer.mutate(
      { workspace, review_id: review.review_id, answer: word },
      {
        onSuccess: ({ refused }) =>
          notifications.show(
            refused === null
              ? {
                  title: word === 'one' ? 'One customer' : 'Two customers',
                  message: 'Kept; it can be undone on the customer’s page.',
                }
              : { title: 'They stay two', message: `${refused}.`, color: 'red' },
          ),
      },
    )
  return (
    <section className="tl-panel" style={{ padding: '12px 16px' }} aria-label={`Pair ${review.review_id}`}>
      <Group justify="space-between" mb={6}>
        <span>
          <b>{percent(review.probability)}</b> probable that they are one{' '}
          <Info of={identityExplanations.probability} />
        </span>
        <Group gap={12}>
          {[review.a, review.b].map((customerId, place) => (
            <Anchor
              key={customerId}
              size="sm"
              renderRoot={(props) => (
                <Link {...props} to="/$workspace/customers/$customerId" params={{ workspace, customerId }} />
              )}
            >
              Open {place === 0 ? 'one' : 'the other'}
            </Anchor>
          ))}
        </Group>
      </Group>
      <EvidenceTable
        evidence={review.evidence}
        label={`What speaks for and against pair ${review.review_id}`}
      />
      <Group mt={10} gap={10}>
        <Button size="compact-md" loading={answer.isPending} onClick={() => say('one')}>
          One customer
        </Button>
        <Button size="compact-md" variant="default" disabled={answer.isPending} onClick={() => say('two')}>
          Two customers
        </Button>
      </Group>
    </section>
  )
}
