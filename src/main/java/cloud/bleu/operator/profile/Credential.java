package cloud.bleu.operator.profile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a credential plugin gave: a token, a client certificate with its key, or both.
 *
 * @param token null: none
 * @param certificate in PEM; null: none
 * @param key in PEM; null exactly when there is no certificate
 * @param expiry from which it is not used any more; null: the plugin states none
 */
record Credential(
    @Nullable String token,
    @Nullable String certificate,
    @Nullable String key,
    @Nullable Instant expiry) {

  /** Whether it may still be used. */
  boolean isValid(Instant now) {
    return expiry == null || now.isBefore(expiry);
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "Credential[until " + (expiry == null ? "it is refused" : expiry) + "]";
  }
}
