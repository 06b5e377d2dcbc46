// Finding: what was found of a site, and what to do about it.

export interface Finding {
  /** A `fault` loses readers or items; a `notice` costs them something. */
  level: 'ok' | 'notice' | 'fault';
  /** What is so. */
  what: string;
  /** What to do about it. */
  todo?: string;
}

export const ok = (what: string): Finding => ({ level: 'ok', what });
export const notice = (what: string, todo: string): Finding => ({ level: 'notice', what, todo });
export const fault = (what: string, todo: string): Finding => ({ level: 'fault', what, todo });
