import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rectanglesOutside, renderedBaseline } from '../../src/compare/compare.ts'
import type { RenderResult } from '../../src/model.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { dashboard, failed, rendered } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

function written(bytes: Buffer | string, about: Parameters<typeof dashboard>[0] = {}) {
  const path = join(temporaryFolder(), 'a.png')
  writeFileSync(path, bytes)
  return rendered({ path, target: dashboard(about) })
}

describe('a before picture that this run has rendered', () => {
  const commit = { branch: 'main', commit: 'abcdef0123456789' }
  const find = (result: RenderResult, of?: typeof commit) =>
    renderedBaseline({ result, ...(of && { commit: of }) }).find(rendered())

  test('the before picture is from the merge base or from the second instance', async () => {
    const bytes = Buffer.from('picture')
    expect(await find(written(bytes), commit)).toEqual({
      kind: 'file',
      baseline: { kind: 'commit', ref: 'main', sha: commit.commit },
      bytes,
    })
    expect(await find(written(bytes))).toMatchObject({
      baseline: { kind: 'instance', url: 'https://acme.cloud.looker.com/dashboards/42' },
    })
  })

  test('a before picture does not exist if the merge base lacks the dashboard', async () => {
    const missing = failed({
      target: dashboard({ kind: 'lookml_dashboard', id: 'thelook::sales' }),
      isMissing: true,
    })
    expect(await find(missing, commit)).toEqual({ kind: 'nothing', ref: 'main', sha: commit.commit })
    await expect(find(missing)).rejects.toThrow(
      /^acme\.cloud\.looker\.com did not render the target: Looker found no/,
    )
  })

  test('a before picture of content that LookML cannot add could not be rendered if the merge base lacks it', () =>
    expect(find(failed({ isMissing: true }), commit)).rejects.toThrow(
      'The merge base abcdef0 could not be rendered: Looker found no dashboard 42',
    ))

  test('a before picture that could not be rendered causes an error with the reason and the next step', () =>
    expect(find(failed(), commit)).rejects.toMatchObject({
      message: 'The merge base abcdef0 could not be rendered: Looker found no dashboard 42',
      hint: 'Check the id.',
    }))
})

describe('ignored rectangles outside of the picture', () => {
  const [inside, right, below] = [
    { x: 39, y: 29, width: 10, height: 10 },
    { x: 40, y: 0, width: 1, height: 1 },
    { x: 0, y: 30, width: 1, height: 1 },
  ]
  const ignore = [inside, right, below]
  const picture = png(drawn('', { width: 40, height: 30 }))

  test.each<[string, ReturnType<typeof written>, object[]]>([
    ['reported if they are beyond the right or the lower edge', written(picture, { ignore }), [right, below]],
    ['not reported if no rectangles are set', written(picture), []],
    ['not reported for a PDF', written(picture, { ignore, output: { format: 'pdf', landscape: false } }), []],
    ['not reported if the size is unknown', written('no picture', { ignore }), []],
  ])('ignored rectangles outside of the picture are %s', async (_, result, outside) =>
    expect(await rectanglesOutside(result)).toEqual(outside),
  )
})
