import { describeLookmlError, newLookmlErrors, readValidation } from '../../src/looker/lookml-validation.ts'

const read = (answer: object) =>
  readValidation({ ...answer }, 'thelook', text => text.replaceAll('s3cret', '***'))

describe('an error of Looker’s validator', () => {
  test('has its file without the project’s name in front', () =>
    expect(
      read({
        errors: [
          {
            severity: 'error',
            message: 'Unknown view "x".',
            file_path: 'thelook/models/shop.model.lkml',
            line_number: 12,
            model_id: 'shop',
          },
        ],
      }),
    ).toEqual([{ message: 'Unknown view "x".', path: 'models/shop.model.lkml', line: 12, model: 'shop' }]))

  test.each([
    ['models/shop.model.lkml', 'models/shop.model.lkml'],
    ['/thelook/shop.model.lkml', 'shop.model.lkml'],
    ['thelook_other/shop.model.lkml', 'thelook_other/shop.model.lkml'],
    ['thelook/imported_projects/core/orders.view.lkml', undefined],
    ['//core/orders.view.lkml', undefined],
    ['thelook/', undefined],
    ['a\nb', undefined],
    [7, undefined],
  ])('in the file %j is at %j', (file_path, path) =>
    expect(read({ errors: [{ severity: 'fatal', message: 'No', file_path }] })[0]?.path).toBe(path),
  )

  test('is none if it is a warning', () =>
    expect(
      read({
        errors: [{ severity: 'warning', message: 'Old' }, { severity: 'info', message: 'Fine' }, 'text'],
      }),
    ).toEqual([]))

  test('is a model that was not validated', () =>
    expect(read({ models_not_validated: [{ name: 'shop' }] })).toEqual([
      { message: 'Looker did not validate the model shop', model: 'shop' },
    ]))

  test('has no secrets', () =>
    expect(read({ errors: [{ severity: 'error', message: 'Key s3cret' }] })[0]?.message).toBe('Key ***'))

  test('is described with file and line', () => {
    expect(describeLookmlError({ message: 'Unknown view.', path: 'a.lkml', line: 3 })).toBe(
      'Unknown view (a.lkml:3)',
    )
    expect(describeLookmlError({ message: 'Unknown view', path: 'a.lkml' })).toBe('Unknown view (a.lkml)')
    expect(describeLookmlError({ message: 'Unknown view' })).toBe('Unknown view')
  })
})

describe('new errors', () => {
  const error = (message: string, line = 1) => ({ message, path: 'a.lkml', line })

  test('are those that only the second validation has, wherever they moved', () =>
    expect(newLookmlErrors([error('a', 1)], [error('a', 9), error('b', 2)])).toEqual([error('b', 2)]))

  test('are counted: the same error twice is one new', () =>
    expect(newLookmlErrors([error('a', 1)], [error('a', 1), error('a', 5)])).toEqual([error('a', 5)]))

  test('of another file are new', () => {
    const moved = { ...error('a'), path: 'b.lkml' }
    expect(newLookmlErrors([error('a')], [moved])).toEqual([moved])
  })
})
