/** Whether a URL's host is this machine itself: no proxy leads there, and http does no harm. */
export const isLoopback = (hostname: string) =>
  /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname)
