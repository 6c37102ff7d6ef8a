import { Anchor, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Info } from '../../console/figure.tsx'
import { count, days, decimal, percent } from '../../console/fmt.ts'
import { keep, narrowing, type Search, samplingOf } from '../../console/search.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import type { Output } from '../../http/operation.ts'
import { listVariants } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { Path } from './path.tsx'

type Variant = Output<typeof listVariants>['variants'][number]

/** Shown at first: the commonest; the many that are taken once only on asking. */
const shownAtFirst = 25

/** Distinct ways through the journey, commonest first; each opens its runs. */
export function VariantsTab({ journey }: { journey: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const [all, setAll] = useState(false)
  const found = useCall(listVariants, { workspace, journey, ...samplingOf(view) })
  return (
    <Answered of={found}>
      {({ variants, runs, variants_total: total }) =>
        variants.length === 0 ? (
          <Empty title="No run passes the filters">Widen the period, or clear the filters.</Empty>
        ) : (
          <>
            <Text size="sm" c="dimmed" mb={8}>
              {count(total)} distinct ways in {count(runs)} runs. <Info of={explanations.variant} />
            </Text>
            <VariantTable variants={all ? variants : variants.slice(0, shownAtFirst)} />
            {!all && variants.length > shownAtFirst ? (
              <Button variant="default" mt={10} onClick={() => setAll(true)}>
                Show {count(variants.length)} of {count(total)}
              </Button>
            ) : null}
            {all && variants.length < total ? (
              <Text size="sm" c="dimmed" mt={8}>
                The {count(variants.length)} commonest of {count(total)}.
              </Text>
            ) : null}
          </>
        )
      }
    </Answered>
  )
}

function VariantTable({ variants }: { variants: Variant[] }) {
  return (
    <ListTable label="Variants" of={listVariants} list="variants">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col" className="n">
              Runs
            </th>
            <th scope="col" className="n">
              Share
            </th>
            <th scope="col" style={{ minWidth: 300 }}>
              Steps
            </th>
            <th scope="col" className="n">
              Median time
            </th>
            <th scope="col" className="n">
              Success
            </th>
            <th scope="col" className="n">
              Conformance <Info of={explanations.conformance} />
            </th>
          </tr>
        </thead>
        <tbody>
          {variants.map((one) => (
            <VariantRow key={one.steps.join('|')} variant={one} />
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

function VariantRow({ variant: one }: { variant: Variant }) {
  return (
    <tr>
      <td className="n">
        <Anchor
          aria-label={`${count(one.count)} runs of this variant`}
          renderRoot={(props) => (
            <Link
              {...props}
              to="."
              search={(before: Search) => ({
                ...keep(before, narrowing),
                tab: 'runs',
                variant: one.steps.join('|'),
              })}
            />
          )}
        >
          {count(one.count)}
        </Anchor>
      </td>
      <td className="n">{percent(one.share)}</td>
      <td>
        <Path steps={one.steps} />
      </td>
      <td className="n">{days(one.median_days)}</td>
      <td className="n">
        {one.count < 30 ? <span className="tl-soft">too few</span> : percent(one.success_share)}
      </td>
      <td className="n">{decimal(one.conformance, 2)}</td>
    </tr>
  )
}
