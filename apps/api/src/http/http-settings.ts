/** How the API meets the network; what is left out has the value that suits an installation of its own. */
export interface HttpSettings {
  /** Proxies whose word about the client's address is taken: addresses or networks. None means that nobody's is. */
  readonly trustedProxies: readonly string[];
  /** Requests that one address, and one account or token, may send in a minute; the limits of single kinds of requests are shares of it. */
  readonly requestsPerMinute: number;
}

export const usualHttpSettings: HttpSettings = { trustedProxies: [], requestsPerMinute: 6_000 };
