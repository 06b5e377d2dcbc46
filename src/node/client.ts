// Request → who sent it: the address of the client, where it can be known.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { memoize } from '../http/memoize.ts';

/**
 * The client's address: IPv4 whole, IPv6 its /64, which is what one subscriber of a network has.
 * Null where it cannot be told: the peer is of this machine or its network, and so most likely a
 * proxy that nobody named. To take it for the client would be to take all its clients for one.
 */
export type ClientOf = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string | null;

/** Networks that no client on the Internet comes from (RFC 1918, RFC 4193, RFC 6598, loopback). */
const LOCAL = networks([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
]);

/** Peers, and lists of hops, whose result is kept: it takes as long to find as answering a poll. */
const MAX_KEPT = 20_000;

/**
 * @param proxies addresses and networks whose `X-Forwarded-For` is believed
 * @throws Error where one is no address or network
 */
export function createClientOf(proxies: readonly string[]): ClientOf {
  const trusted = networks(proxies);
  const isProxy = memoize((peer) => {
    const address = plain(peer);
    return address !== null && contains(trusted, address);
  }, MAX_KEPT);
  const clientOf = memoize((hops) => clientBehind(hops.split(','), trusted), MAX_KEPT);
  return ({ socket, headers }) => {
    const { remoteAddress: peer = '' } = socket;
    const forwarded = headers['x-forwarded-for'];
    return clientOf(typeof forwarded === 'string' && isProxy(peer) ? forwarded : peer);
  };
}

/** From the nearest hop on, each trusted one vouches for the one before it. */
function clientBehind(hops: (string | undefined)[], trusted: BlockList): string | null {
  let address = plain(hops.pop());
  while (address && contains(trusted, address)) address = plain(hops.pop());
  return address && !contains(LOCAL, address) ? subscriber(address) : null;
}

/** Without blanks, port and the mapping of IPv4 into IPv6; null where it is no address. */
function plain(hop: string | undefined): string | null {
  const address = (hop ?? '')
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return isIP(address) ? address : null;
}

function subscriber(address: string): string {
  if (isIP(address) === 4) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Array(8 - left.length - right.length).fill('0') : [];
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function networks(list: readonly string[]): BlockList {
  const block = new BlockList();
  for (const each of list) {
    const [address = '', prefix] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    block.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return block;
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
