/** The last error, which sums up the others. */
export const isVerdict = (problem: string) =>
  /(could not be rendered|be delivered|pictures? changed: .+|is not deployed again)\.$/.test(problem)
