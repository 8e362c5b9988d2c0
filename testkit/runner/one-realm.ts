import { types } from 'node:util'

/*
 * jest runs tests in a realm of their own, where `instanceof Error` does not know the errors that Node itself
 * throws (of fetch, of the file system). Imported for its effect: Error knows them, as it does outside of jest.
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
