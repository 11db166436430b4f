import type { Instant } from "./time.ts";

/** What a channel needs to act for a tenant that let it in, encrypted by the channel. */
export interface Installation {
  /** `slack:T024BE7LD`. */
  readonly tenant: string;
  readonly sealed: string;
  readonly updatedAt: Instant;
}

/** Where channels keep what tenants entrust to them, and what must happen only once. */
export interface Vault {
  installation(tenant: string): Promise<Installation | null>;
  /** `by` for the audit log; null where nobody did anything: a token was renewed. */
  saveInstallation(installation: Installation, by: string | null): Promise<void>;
  /** Forgets what the tenant entrusted, and pauses its subscriptions with the reason. False if there was nothing. */
  removeInstallation(tenant: string, because: string, by: string, at: Instant): Promise<boolean>;
  /** One of all processes may renew at a time: true for the one that may, until `leaseSeconds` have passed or it has saved. */
  claimRenewal(tenant: string, now: Instant, leaseSeconds: number): Promise<boolean>;
  /** True the first time a key is used before it expires; false ever after. */
  useOnce(key: string, now: Instant, until: Instant): Promise<boolean>;
}
