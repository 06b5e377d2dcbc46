// Callback URL, or the address it leads to → why the hub must not call it. Strangers write callbacks.
import ipaddr from 'ipaddr.js';

/** Ports that callbacks may have: only those of web servers. */
const PORTS = ['', '80', '443', '8080', '8443'];
/** Names that always lead to the same machine or network (RFC 6761, RFC 6762, RFC 8375). */
const INNER_NAMES =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa|invalid|test|onion)\.?$/;
/** It looks public, but in Azure it is the host of the machine itself. */
const CLOUD_HOST = '168.63.129.16';

/**
 * What is wrong with a callback, as far as its text shows. Names are checked again when they
 * are resolved (`isPublicAddress`).
 *
 * @param allowPrivate allows every host and port: for tests on one machine
 * @returns a sentence without the URL, or null if the hub may call it
 */
export function callbackProblem(callback: string, allowPrivate = false): string | null {
  const url = URL.parse(callback);
  if (!url || !/^https?:$/.test(url.protocol)) return 'expected an absolute http(s) URL';
  if (url.username || url.password) return 'expected a URL without user name and password';
  if (allowPrivate) return null;
  if (!PORTS.includes(url.port)) return 'expected port 80, 443, 8080 or 8443';
  const address = url.hostname.replace(/^\[|\]$/g, '');
  const inside = ipaddr.isValid(address)
    ? !isPublicAddress(address)
    : !url.hostname.replace(/\.$/, '').includes('.') || INNER_NAMES.test(url.hostname);
  return inside ? 'expected a host on the public internet' : null;
}

/**
 * Whether an IP address is one on the public internet: not private, loopback, link-local (cloud
 * metadata), shared (RFC 6598), multicast, reserved, or any of these within IPv6.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  // Of IPv6 only 2000::/3 is assigned; `::127.0.0.1` and other old forms are outside of it.
  return parsed.kind() === 'ipv4'
    ? parsed.toString() !== CLOUD_HOST
    : parsed.match(ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]);
}
