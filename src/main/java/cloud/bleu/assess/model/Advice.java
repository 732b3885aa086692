package cloud.bleu.assess.model;

import org.jspecify.annotations.Nullable;

/**
 * What a finding means on the target, and on what that rests.
 *
 * @param to what to change it to; null: no public counterpart is known
 * @param note what else there is to say, empty when nothing
 * @param basis kind of source: {@code Code}, {@code CodeTest}, {@code Docs}, {@code ThirdParty},
 *     {@code Assumption}, {@code NotFound}, {@code General}
 * @param source where it can be read again
 */
public record Advice(
    Severity severity, @Nullable String to, String note, String basis, String source) {

  /** A copy with something else to change it to; null: no public counterpart is known. */
  public Advice withTo(@Nullable String other) {
    return new Advice(severity, other, note, basis, source);
  }

  /** A copy with this severity. */
  public Advice withSeverity(Severity other) {
    return new Advice(other, to, note, basis, source);
  }

  /** A copy with this note; empty: nothing else is to be said. */
  public Advice withNote(String other) {
    return new Advice(severity, to, other, basis, source);
  }
}
