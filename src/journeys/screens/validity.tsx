import { Figure } from '../../console/figure.tsx'
import { count, decimal } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Notice } from '../../console/states.tsx'
import { explanations } from './explanations.ts'
import { differenceUnit, signed, type Validity, validitySentence } from './validity-words.ts'

const tones = {
  'conforming runs end better': 'good',
  'the storyboard is wrong': 'bad',
  'no detectable difference': undefined,
  'cannot tell': undefined,
} as const

function Compared({ of, compared }: { of: 'success' | 'score'; compared: Validity['success'] }) {
  const { difference, conforming, others } = compared
  const tone = tones[compared.verdict]
  const sides = `${count(conforming)} runs that keep to it, ${count(others)} others`
  return (
    <>
      <Notice title={validitySentence(compared, of)} {...(tone ? { tone } : {})}>
        {sides}
      </Notice>
      {difference ? (
        <div className="tl-facts">
          <Figure
            label={`Difference ${differenceUnit[of]}`}
            value={signed(difference.value, of)}
            interval={`${signed(difference.low, of)} to ${signed(difference.high, of)} · unweighted ${signed(difference.raw, of)}`}
            info={explanations.validity}
          />
        </div>
      ) : null}
    </>
  )
}

/** Whether runs as designed really end better. If not, the storyboard is wrong. */
export function DesignValidity({ validity }: { validity: Validity }) {
  const alike = validity.attributes.join(', ')
  return (
    <Section
      title="Is the design a good one?"
      note={`Runs with conformance from ${decimal(validity.conforming, 1)} against the others, made alike by ${alike || 'nothing: no attribute has few values'}.`}
    >
      <Compared of="success" compared={validity.success} />
      {validity.score ? <Compared of="score" compared={validity.score} /> : null}
    </Section>
  )
}
