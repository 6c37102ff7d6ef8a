import type { Explanation } from '../../console/figure.tsx'
import { consistencyExplanations } from './consistency-explanations.ts'
import { draftExplanations } from './draft-explanations.ts'
import { onwardExplanations } from './onward-explanations.ts'
import { silenceExplanations } from './silence-explanations.ts'
import { timeExplanations } from './time-explanations.ts'

/** How each number on these screens is made, in words (docs/methods has the whole page). */
export const explanations = {
  ...silenceExplanations,
  ...consistencyExplanations,
  ...draftExplanations,
  ...timeExplanations,
  ...onwardExplanations,
  runs: {
    page: 'glossary',
    title: 'Runs',
    formula: 'One customer’s passages through this journey that begin in the period and pass the filters.',
  },
  customers: {
    page: 'glossary',
    title: 'Customers',
    formula: 'Distinct customers among these runs.',
    beware: 'Runs without any identifier have no known customer; they are counted apart.',
  },
  outcome: {
    page: 'storyboards#outcomes',
    title: 'Outcome',
    formula:
      'The first outcome of the storyboard that holds decides. A run none of them holds for yet is open.',
    beware:
      'Nothing after the horizon of the sources is judged: an old export does not turn open runs into abandoned ones.',
  },
  objective: {
    page: 'storyboards#objectives',
    title: 'Objective',
    formula: 'Share of the runs that can be judged which meet it, with its 95 % Wilson interval.',
    beware: 'While the interval holds the target the answer is “cannot tell”.',
  },
  budget: {
    page: 'storyboards#objectives',
    title: 'Budget',
    formula:
      '(1 − target) × what was decided within the rolling window may miss; used are those that missed. A run is decided at its end, or as soon as the bound has passed.',
    beware: 'For an objective about a promise, promises are counted, not runs.',
  },
  burn: {
    page: 'storyboards#objectives',
    title: 'Burn rate',
    formula:
      'How many times the allowed share missed: over a thirtieth of the window (long) and a 720th (short). 1 uses the budget up exactly.',
    beware:
      'Burning only while both are above the limit, so that neither an old nor a lone miss raises an alarm.',
  },
  forecast: {
    page: 'storyboards#objectives',
    title: 'Open runs that will miss',
    formula:
      'Sum over the open runs of the chance to miss. In time: what became of earlier runs of their age, other outcomes competing (Aalen–Johansen). Silence: how many gaps that had lasted as long went on beyond the bound (Kaplan–Meier), at the same place where 30 did. Contacts: how many runs with as many had too many in the end. Promise: how many that were as old were not fulfilled when due (Kaplan–Meier), of as many days promised where 30 were.',
    beware:
      'The interval is of 95 %: of the runs by their chances, and of the chances by how many runs they are taken from. Silence is told of the gap that lasts, not of later ones; a promise that was moved is a miss. Unknown where fewer than 30 came so far, or none was watched so long.',
  },
  chance: {
    page: 'storyboards#objectives',
    title: 'Chance of keeping to it',
    formula:
      'Share of earlier runs that came as far (in age, in silence, in contacts; promises, in days since they were made) and still kept to the bound.',
    beware: 'Unknown where too few came so far, and for a promise that was moved.',
  },
  days: {
    page: 'methods/journey-time',
    title: 'Time to outcome',
    formula:
      'From the first interaction to the one that decided the outcome; median over runs with that outcome.',
    beware: 'Runs still open are not in it.',
  },
  time_to_success: {
    page: 'methods/intervals',
    title: 'Half have succeeded within',
    formula:
      'Kaplan–Meier over all runs: those still open, given up or failed count as watched that long without a success. Behind it the 95 % interval.',
    beware: 'Unknown where fewer than half will have succeeded as far as can be seen.',
  },
  effort: {
    page: 'methods/effort',
    title: 'Cost the customer',
    formula:
      'The customer’s own minutes, over the parts that were observed: contacts, holding, forms and documents, chases, repeats, forced switches. Avoidable are those that a journey without faults would not ask for.',
    beware: 'What was not observed is left out, so the true cost is rather higher.',
  },
  effort_total: {
    page: 'methods/effort',
    title: 'Customers’ time, and how sure it is',
    formula:
      'The sum over the runs. Behind it what as many runs come to at both ends of the 95 % interval of their mean, over customers.',
    beware: 'No interval under 30 runs. What was not observed is in neither.',
  },
  causes: {
    page: 'methods/effort',
    title: 'Customers’ time by cause',
    formula:
      'Time taking part and holding as measured; of all else how many × minutes each: contact 4, forced switch 5, transfer 3, item asked again 1, document 6, chase 4.',
    beware:
      'The minutes each are a declared default, not a measurement at this company. A cause that no source tells of is unknown, not 0.',
  },
  avoidable: {
    page: 'methods/effort',
    title: 'Avoidable',
    formula:
      'Minutes for forced switches, transfers, items asked again and chases ÷ all customer-minutes, with a 95 % interval over customers.',
  },
  forced_switch: {
    page: 'methods/journey-time',
    title: 'Switches of channel',
    formula:
      'Designed: the storyboard leads from one channel to the other. Forced: the customer had no other way on. Chosen: all else. Of all switches, with a 95 % Wilson interval.',
  },
  first_contact: {
    page: 'methods/repeat-contact',
    title: 'Settled at first contact',
    formula:
      'Share of contacts that the customer did not repeat within so many days, by Kaplan–Meier: contacts watched for a shorter time count as far as they were watched.',
  },
  failure_demand: {
    page: 'methods/repeat-contact',
    title: 'Failure demand',
    formula:
      'Contacts that only came of something having gone wrong (chases, repeats, complaints, clarifications) ÷ all contacts of customers.',
  },
  question: {
    page: 'methods/three-questions',
    title: 'Three questions',
    formula:
      'From every hand-in of the customer until the first news that answers; half are answered after the median, by Kaplan–Meier with 95 % interval: what is open still counts as watched so long.',
    beware: 'Unknown where fewer than half are answered while watched.',
  },
  validity: {
    page: 'methods/conformance',
    title: 'Is the design a good one?',
    formula:
      'Success (and score) of runs that keep to the storyboard less that of the others, weighted by propensity so that both are the same people, with a 95 % interval.',
    beware: 'Only what is recorded of customers can be made alike.',
  },
  difference: {
    page: 'methods/intervals#a-difference-of-two-means',
    title: 'Difference',
    formula:
      'The second less the first, with a 95 % interval made of both intervals by square-and-add: of shares Newcombe’s, of means that of two t-intervals over customers. While it holds 0 there is no detectable change.',
    beware:
      'Both sides are taken as apart: customers who are on both make the interval wider than need be. Many lines are looked at: one in twenty is detected by chance.',
  },
  waiting: {
    page: 'methods/journey-time',
    title: 'Waiting',
    formula:
      'From the end of one interaction to the start of the next, in the customer’s own clock, nights and weekends included.',
  },
  promise: {
    page: 'methods/promise',
    title: 'Promises kept',
    formula:
      'Kept ÷ (kept + late + renegotiated + broken): of those that fell due, with a 95 % Wilson interval.',
    beware: 'Open, void and unknown promises are counted apart.',
  },
  late: {
    page: 'methods/promise',
    title: 'Days late',
    formula: 'From the due moment to the fulfilment, of promises kept late; median.',
  },
  honest: {
    page: 'methods/promise',
    title: 'Kept or renegotiated',
    formula:
      'Promises kept, or whose new date was told before the old had passed, ÷ those that fell due, with a 95 % Wilson interval.',
  },
  until_fulfilled: {
    page: 'methods/promise',
    title: 'Until the late are fulfilled',
    formula:
      'Days after the due moment until half of the promises not kept in time are fulfilled, by Kaplan–Meier: broken ones count as watched so long.',
  },
  calibration: {
    page: 'methods/promise#calibration',
    title: 'What could be promised',
    formula:
      'The days within which nine in ten are done, by Kaplan–Meier over all promises of this kind, open ones counted as watched so long.',
    beware: 'Unknown where fewer than nine in ten are done while watched.',
  },
  coverage: {
    page: 'methods/promise',
    title: 'Waiting under a promise',
    formula:
      'Share of the time customers wait for the company during which a promise told to them was live, with a 95 % interval over customers.',
  },
  conformance: {
    page: 'methods/conformance',
    title: 'Conformance',
    formula:
      '1 − cost of the best alignment with the storyboard ÷ the worst possible cost. 1 is exactly as designed. A skipped step that informs or promises weighs three.',
  },
  deviation: {
    page: 'methods/conformance',
    title: 'Deviation',
    formula:
      'Share of runs whose best alignment with the storyboard needs this move, with its 95 % Wilson interval.',
  },
  variant: {
    page: 'glossary',
    title: 'Variant',
    formula: 'Runs with exactly these steps in exactly this order.',
  },
  breaks: {
    page: 'methods/breaks',
    title: 'Where it breaks',
    formula:
      'Every kind × place × segment is looked at; what remains after the false-discovery correction (Benjamini–Hochberg) is ranked by customer-days lost: the days beyond tolerance, promise or design, summed over the runs affected.',
    beware: 'Places with fewer than 30 runs are not judged. “None found” is an answer.',
  },
  steps: {
    page: 'methods/journey-time',
    title: 'Steps taken',
    formula: 'Interactions in a run, median, beside the fewest steps any path of the storyboard needs.',
  },
  contacts: {
    page: 'methods/journey-time',
    title: 'Contacts',
    formula: 'Interactions the customer took part in (not internal ones); mean per run.',
  },
  success: {
    page: 'storyboards#outcomes',
    title: 'Success',
    formula: 'Runs with an outcome of kind success ÷ runs with any outcome, with a 95 % Wilson interval.',
  },
  score: {
    page: 'methods/intervals',
    title: 'Score',
    formula: 'Mean of the answers given within these runs, with a 95 % interval.',
  },
  lived: {
    page: 'methods#the-map',
    title: 'Lived map',
    formula: 'Each arrow counts how often one touchpoint directly followed another within one subject.',
    beware: 'Where two interactions have equal times, the source’s own order decides.',
  },
  switch_pair: {
    page: 'methods/journey-time',
    title: 'Switches by pair of channels',
    formula: 'How often customers went from the one channel to the other, and in how many runs.',
  },
  repeated_within: {
    page: 'methods/repeat-contact',
    title: 'Runs in which a customer came again',
    formula: 'Runs with a contact that the customer repeated within so many days of its end.',
  },
  demand_reason: {
    page: 'methods/repeat-contact',
    title: 'Why they came',
    formula:
      'Contacts by the first reason that fits: a chase, a repeat within 7 days, a complaint, a clarification. Of all contacts that customers began.',
  },
} satisfies Record<string, Explanation>
