import vm from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'

/**
 * Node's own, but with a global object that is not watched. Jest wraps a test file's globals into a proxy, so that each
 * `Math`, `Buffer` or `Array` that code reads costs as much as a call: loops over pixels took two to three times as
 * long.
 */
export default class PlainGlobals extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm
    vm.createContext = watched => createContext(vm.constants.DONT_CONTEXTIFY ?? watched)
    try {
      super(config, context)
    } finally {
      vm.createContext = createContext
    }
  }
}
