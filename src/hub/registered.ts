// Host of a callback, address of a client → who has it: what limits count.
import ipaddr from 'ipaddr.js';

/**
 * A host as far as it is registered: `a.example.co.uk` → `example.co.uk`, by the Public Suffix List.
 * One who has a domain has any number of hosts in it.
 *
 * @param hostname of a URL; an IP address is its network
 */
export async function registeredHost(hostname: string): Promise<string> {
  // 9 MB of memory and 40 ms: it is loaded with the first request.
  const { getDomain } = await import('tldts');
  const address = hostname.replace(/^\[|\]$/g, '');
  return getDomain(hostname, { allowPrivateDomains: true }) ?? networkOf(address);
}

/** An IPv4 address whole, of IPv6 its /64, which is what one client of a network has. */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const groups = ipaddr.IPv6.parse(address).toNormalizedString().split(':');
  return `${groups.slice(0, 4).join(':')}::/64`;
}
