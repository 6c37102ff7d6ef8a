import { Button, Group, Progress, Tabs, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Figure, Moment } from '../../console/figure.tsx'
import { count, percent, plural } from '../../console/fmt.ts'
import { Page } from '../../console/page.tsx'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listReviews, matchCustomers, type Reviews, readMatching } from '../contract.ts'
import { identityExplanations } from './explanations.ts'
import { IdentifierKinds } from './identifier-kinds.tsx'
import { ReviewPair } from './review-pair.tsx'

const tabs = [
  ['review', 'To be told apart'],
  ['merges', 'Merges to judge'],
  ['identifiers', 'Identifiers'],
] as const

/** Who is one customer: pairs a person has to tell, merges to judge, and how good matching is. */
export function MatchingPage() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const tab = tabs.find(([name]) => name === view.tab)?.[0] ?? 'review'
  const reviews = useCall(listReviews, { workspace, verdict: tab === 'merges' ? 'automatic' : 'review' })
  return (
    <Page
      title="Who is one person"
      crumbs={
        <Link to="/$workspace/customers" params={{ workspace }}>
          Customers
        </Link>
      }
      aside={<MatchNow />}
    >
      {tab === 'identifiers' ? null : <Answered of={reviews}>{(page) => <Quality page={page} />}</Answered>}
      <Tabs value={tab} onChange={(next) => set({ tab: next ?? '' })} keepMounted={false}>
        <Tabs.List mb={14}>
          {tabs.map(([value, label]) => (
            <Tabs.Tab key={value} value={value}>
              {label}
              {value === 'review' && reviews.data ? ` · ${count(reviews.data.waiting)}` : ''}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          {tab === 'identifiers' ? (
            <IdentifierKinds />
          ) : (
            <Answered of={reviews}>{(page) => <Pairs page={page} tab={tab} />}</Answered>
          )}
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

const stageWords: Record<string, string> = {
  normalise: 'reading what is said of customers',
  block: 'choosing which pairs to look at',
  compare: 'comparing pairs',
  learn: 'learning what agreeing is worth',
  score: 'weighing pairs',
  cluster: 'putting pairs together',
  merge: 'writing sure pairs to the ledger',
}

/** Matching all customers takes half a minute a million: it goes on when the page is left. */
function MatchNow() {
  const workspace = useWorkspace()
  const match = useDo(matchCustomers, [listReviews, readMatching])
  const state = useCall(
    readMatching,
    { workspace },
    { refetchInterval: (now) => (match.isPending || now?.under_way ? 500 : 10_000) },
  ).data
  const underWay = state?.under_way ?? null
  return (
    <Group gap={12} justify="flex-end">
      <div className="tl-soft" role="status" style={{ textAlign: 'right' }}>
        {underWay ? (
          <>
            {stageWords[underWay.stage]} ({underWay.done + 1} of {underWay.stages})
            <Progress value={(100 * underWay.done) / underWay.stages} size="xs" aria-label="Matching" />
          </>
        ) : state?.last ? (
          <>
            {state.last.of === 'all' ? 'All' : 'New'} customers matched <Moment at={state.last.at} />; new
            ones are by themselves.
          </>
        ) : null}
      </div>
      <Button
        loading={match.isPending || underWay !== null}
        onClick={() =>
          match.mutate(
            { workspace },
            {
              onSuccess: (told) =>
                notifications.show({
                  title: `${plural(told.merged, 'pair')} merged`,
                  message: `${plural(told.customers, 'customer')} compared in ${told.seconds.toFixed(1)} s; ${count(told.to_review)} wait for you.`,
                }),
            },
          )
        }
      >
        Match customers now
      </Button>
    </Group>
  )
}

type Rate = Reviews['false_merge']
const interval = (rate: Rate) =>
  rate ? `${percent(rate.low)} – ${percent(rate.high)}` : 'nobody has answered yet'

function Quality({ page }: { page: Reviews }) {
  return (
    <div className="tl-figures" style={{ marginBottom: 18 }}>
      <Figure
        label="Answers given"
        value={count(page.answers)}
        interval=""
        info={identityExplanations.probability}
      />
      <Figure
        label="Wrong among merges"
        value={percent(page.false_merge?.value)}
        interval={interval(page.false_merge)}
        info={identityExplanations.false_merge}
      />
      <Figure
        label="Missed merges"
        value={percent(page.false_split?.value)}
        interval={interval(page.false_split)}
        info={identityExplanations.false_split}
      />
    </div>
  )
}

function Pairs({ page, tab }: { page: Reviews; tab: 'review' | 'merges' }) {
  if (page.reviews.length === 0)
    return (
      <Empty
        title={tab === 'merges' ? 'No merges to judge' : 'Nothing to tell apart'}
        icon={<IconUsers size={28} aria-hidden />}
      >
        Matching compares what interactions say of customers: names, dates of birth, addresses. A mapping
        fills them as <code>traits</code>, identify calls send them. Then match the customers here.
      </Empty>
    )
  return (
    <>
      <Text className="tl-soft" mb={10}>
        {tab === 'merges'
          ? 'Merged by themselves, drawn at random: your answers tell how many are wrong.'
          : 'Matching cannot tell these. Your answer stays, and can be undone.'}
      </Text>
      <Group gap={14} align="stretch" style={{ flexDirection: 'column' }}>
        {page.reviews.map((review) => (
          <ReviewPair key={review.review_id} review={review} />
        ))}
      </Group>
    </>
  )
}
