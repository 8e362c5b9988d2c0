import fc from 'fast-check'

/*
 * Properties use the same values in each run, so that a failure comes from the change and not from chance. To search
 * with new values, set FC_SEED=random.
 */
const { FC_SEED = '1' } = process.env
if (FC_SEED !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(FC_SEED) })

export default fc
