/** The last error, which sums up the others. */
export const isVerdict = (problem: string) =>
  /(could not be rendered|be published|(changed|could not be compared): .+|is not deployed again)\.$/.test(
    problem,
  )
