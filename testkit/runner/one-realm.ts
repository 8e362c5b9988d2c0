import { types } from 'node:util'

/*
 * jest runs tests in a realm of their own, in which errors that Node itself throws (in fetch, in the file system) are not
 * `instanceof Error`. Importing this file makes them `instanceof Error`, as outside of jest.
 */
const ordinary = Function.prototype[Symbol.hasInstance]
const isNodes = (value: unknown) =>
  types.isNativeError(value) || Object.prototype.toString.call(value) === '[object DOMException]'

Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown) {
    return ordinary.call(this, value) || (this === Error && isNodes(value))
  },
})
