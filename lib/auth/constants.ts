/** How long a one-time sign-in link works: long enough to start it in the evening and open it in the morning. */
export const SIGN_IN_LINK_MS = 24 * 3_600_000;
/** As NIST SP 800-63B §5.1.1.1 asks for a password chosen by a person: at least 8; 12 is our choice. */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;
