import {
  ageOfBranch,
  createStem,
  isTemporaryBranch,
  roleOfBranch,
  runOf,
  stemOf,
} from '../../src/branch-check/temporary-branch.ts'
import fc from '../../testkit/fast-check.ts'

const minute = 60_000
const noon = new Date('2026-11-20T12:00:00Z')
const nameAt = (at: Date) => `${createStem({ id: 123, attempt: 4 }, at, () => 0.123)}-head`

test('the name of a temporary branch contains the run, attempt and side', () => {
  const name = nameAt(noon)
  expect(name).toMatch(/^looker-snapshot-123-4-[a-z0-9]{6}-head$/)
  expect(stemOf(name)).toBe(name.replace('-head', ''))
  expect(runOf(name)).toBe('123')
})

test.each(['looker-snapshot-1-1-abc123-base', 'looker-snapshot-99999999999-12-zzzzzz-head'])(
  'the branch %s counts as a temporary branch',
  name => expect(isTemporaryBranch(name)).toBe(true),
)

test.each([
  'looker-snapshot-1-1-abc123',
  'looker-snapshot-1-1-abc123-tail',
  'looker-snapshot-1-1-ABC123-base',
  'looker-snapshot-1-1-abc1234-base',
  'looker-snapshot-1-abc123-base',
  'my-looker-snapshot-1-1-abc123-base',
  'looker-snapshot-1-1-abc123-base\n',
  'looker-snapshots',
  'main',
  '',
])('the branch %j does not count as a temporary branch', name => expect(isTemporaryBranch(name)).toBe(false))

test('the age that is read from the name of a temporary branch is zero to twenty minutes too small', () =>
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.nat(8 * 24 * 60),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (at, minutes, random) => {
        const name = `${createStem({ id: 5, attempt: 1 }, at, () => random)}-base`
        const age = ageOfBranch(name, new Date(at.getTime() + minutes * minute)) ?? Number.NaN
        expect(isTemporaryBranch(name)).toBe(true)
        expect(age).toBeLessThanOrEqual(minutes * minute)
        expect(age).toBeGreaterThanOrEqual((minutes - 20) * minute)
      },
    ),
  ))

test('a temporary branch counts as new if the time in its name is up to two hours in the future', () =>
  expect(ageOfBranch(nameAt(new Date(noon.getTime() + 100 * minute)), noon)).toBe(0))

test('a temporary branch has no age if its name contains no time', () => {
  const name = nameAt(noon)
  const other = name.replace(/.(?=-head)/, last => (last === 'a' ? 'b' : 'a'))
  expect(ageOfBranch(other, noon)).toBeUndefined()
})

test.each([
  [0, 'another run'],
  [115, 'another run'],
  [150, 'left behind'],
  [24 * 60, 'left behind'],
])('the temporary branch of another run that is %d minutes old counts as: %s', (minutes, role) =>
  expect(
    roleOfBranch({ name: nameAt(new Date(noon.getTime() - minutes * minute)) }, { ours: [] }, noon),
  ).toBe(role),
)

test('a temporary branch without a time in its name does not count as left behind', () =>
  expect(roleOfBranch({ name: 'looker-snapshot-1-1-aaaaaa-base' }, { ours: [] }, noon)).toBe('another run'))
