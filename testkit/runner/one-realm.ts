import { types } from 'node:util'

/**
 * jest runs tests in a separate realm. There, errors from Node itself (for example from `fetch`) are not `instanceof
 * Error`. Import this file to make them `instanceof Error`, as outside of jest.
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
