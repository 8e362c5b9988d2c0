import vm from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'

/**
 * Jest's Node environment, without the proxy around the global object. With that proxy, each access to `Math`, `Buffer` or
 * `Array` costs as much as a function call, and loops over pixels take two to three times as long.
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
