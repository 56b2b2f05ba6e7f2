/** Whether a host name or an address, an IPv6 one with or without brackets, is this machine's own. */
export function isLoopback(host: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(host) || /^127(?:\.\d+){3}$/.test(host)
}
