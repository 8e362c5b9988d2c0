import { growTree } from '../simulator/content/large-tree.ts'
import { peakMeter } from '../testkit/runner/peak.ts'
import { pullRequestScene } from '../testkit/scene.ts'
import { type Measure, megabytes, type Row, row } from './table.ts'

const few = 8
const many = 500
/** The goal: `many` members may take at most this number of bytes more memory than `few` members. */
const most = 50e6
const pictureBytes = 150_000
const slots = 8

type Inputs = Record<string, string>

const nowhere: Inputs = { artifact: 'none', report: 'false', comment: 'false', summary: 'false' }

/** The inputs with which the action publishes to each place. */
const places: Record<string, Inputs> = {
  'the disk alone': nowhere,
  'the report': { ...nowhere, report: 'true' },
  'artifact: zip': { ...nowhere, artifact: 'zip' },
  'artifact: files': { ...nowhere, artifact: 'files' },
}
/** A run with these inputs takes seven minutes, because GitHub limits the number of new contents per minute. */
const slowPlaces: Record<string, Inputs> = {
  'the comment': { ...nowhere, comment: 'true' },
  'all of them': { artifact: 'zip', report: 'true', summary: 'true' },
}

/** Measures how much more memory the action needs for many dashboards of a folder than for a few. */
export const members: Measure = async quick => {
  const rows: Row[] = []
  for (const [place, inputs] of Object.entries(quick ? places : { ...places, ...slowPlaces })) {
    const base = await peakWith(few, inputs)
    const ours = (await peakWith(many, inputs)) - base
    const what = `memory for ${many} dashboards of a folder, to ${place}: beyond the ${megabytes(base)} for ${few}`
    rows.push(row({ what, ours, atMost: most, show: megabytes }))
  }
  return rows
}

async function peakWith(count: number, inputs: Inputs): Promise<number> {
  await using stage = await pullRequestScene({
    looker: { slots, renderSeconds: 0.05, pictureBytes, content: growTree(count) },
  })
  const peak = peakMeter()
  const targets = '- { target: folders/100, recursive: true }'
  const { code, results, log } = await stage.run(
    { targets, concurrency: String(slots), ...inputs },
    { env: peak.env },
  )
  if (code !== 0 || results.length !== count) throw new Error(`A run ended with ${code}:\n${log}`)
  return peak.read()
}
