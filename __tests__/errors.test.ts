import {
  ActionError,
  asActionError,
  fileError,
  InputError,
  Interruption,
  QuotingError,
  TimeLimitError,
  thrownOf,
  toFault,
} from '../src/errors.ts'

/** Returns an error of the operating system in the form that Node throws. */
const systemError = (code: string, about: { syscall?: string; path?: string } = {}) =>
  Object.assign(new Error(`${code}: it failed`), { code, ...about })
const files = "Lower concurrency, or raise the runner's limit of open files (ulimit -n)."
const disk = "Free space on the runner's disk, or set output-directory."

test('a deadline without an earlier failure has no cause, and its whole message may be public', () => {
  const error = new TimeLimitError('The time limit was reached', 'Increase timeout-minutes.')
  expect(error.message).toBe('The time limit was reached')
  expect(error.publicFact).toBeUndefined()
  expect(error.cause).toBeUndefined()
  expect(error.failure).toBeUndefined()
})

describe('an error that the action did not throw', () => {
  test.each([
    ['EMFILE', 'too many files are open', files],
    ['ENFILE', 'too many files are open', files],
    ['ENOSPC', 'the disk is full', disk],
    ['EDQUOT', 'the disk quota is used up', disk],
  ])(
    'an error that the action did not throw has a next step if the runner has reached a limit: %s',
    (code, words, hint) => {
      const cause = systemError(code)
      expect(asActionError(cause)).toMatchObject({
        message: `The runner has reached a limit: ${words}`,
        hint,
        cause,
      })
      expect(asActionError(cause)).not.toBeInstanceOf(QuotingError)
    },
  )

  test.each([
    ['an unknown code', systemError('EPERM'), 'EPERM: it failed'],
    ['a code that is the name of a method', systemError('toString'), 'toString: it failed'],
    ['a text', 'no', 'no'],
    ['an object with a code', { code: 'ENOSPC' }, '[object Object]'],
  ])(
    'an error that the action did not throw asks for a report, and is not quoted in public: %s',
    (_, thrown, message) => {
      const error = asActionError(thrown)
      expect(error).toBeInstanceOf(QuotingError)
      expect(error).toMatchObject({
        message,
        hint: expect.stringContaining('please report it'),
        cause: thrown,
      })
    },
  )

  test('an error that the action threw stays the same', () => {
    const own = new ActionError('a', 'b')
    expect(asActionError(own)).toBe(own)
  })
})

describe('an error while a file is written', () => {
  test.each([
    ['of a path', systemError('EACCES', { syscall: 'open', path: '/a' }), 'EACCES: it failed'],
    ['of a write', systemError('EIO', { syscall: 'write' }), 'EIO: it failed'],
    ['of a flush', systemError('EIO', { syscall: 'fsync' }), 'EIO: it failed'],
  ])('an error while a file is written names the file: %s', (_, cause, reason) =>
    expect(fileError(cause, 'a.png')).toMatchObject({
      message: `a.png could not be written: ${reason}`,
      hint: "Check output-directory, and the runner's disk.",
      cause,
    }),
  )

  test('an error while a file is written says that the disk is full', () =>
    expect(fileError(systemError('ENOSPC', { syscall: 'write' }), 'a.png')).toMatchObject({
      message: 'a.png could not be written: the disk is full',
      hint: disk,
    }))

  test.each([
    ['of the network', systemError('ECONNRESET', { syscall: 'read' })],
    ['of the code', new Error('out of bounds')],
    ['that is no error', { syscall: 'write' }],
  ])('an error while a file is written does not name the file if it is an error %s', (_, thrown) =>
    expect(fileError(thrown, 'a.png')).toBeUndefined(),
  )
})

test.each([
  [['one'], 'one', 'Nothing was rendered. Correct the input and run the job again.'],
  [
    ['one', 'two'],
    '2 inputs must be changed',
    'Nothing was rendered. Correct the inputs and run the job again.',
  ],
])('wrong inputs are one error: %j', (problems, message, hint) =>
  expect(new InputError(problems)).toMatchObject({ message, hint, problems }),
)

test('the error of an interruption names the interrupted task', () => {
  const stopped = new Interruption('The time is over', 'Increase timeout-minutes.')
  expect(stopped.during('The comment could not be written')).toMatchObject({
    message: 'The comment could not be written: the time is over',
    hint: 'Increase timeout-minutes.',
    cause: stopped,
  })
})

test('a fault contains the message and the hint of an error, and hides the thrown value from JSON', () => {
  const thrown = new ActionError('a', 'b')
  const fault = toFault(thrown)
  expect(JSON.stringify(fault)).toBe('{"message":"a","hint":"b"}')
  expect(thrownOf(fault)).toBe(thrown)
  expect(thrownOf({ message: 'a', hint: 'b' })).toBeUndefined()
})
