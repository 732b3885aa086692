package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.apiserver.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody between has stored in the place of the ledger as it was sent. It is known to be
 * over once something is stored as it was sent in which that could have been changed again.
 */
final class LedgerAlteration {

  private static final String ANNOTATION = "metadata.annotations.";

  /** The annotations that say something of what is in it. */
  private final List<String> annotations;

  private @Nullable Refusal told;

  /** The annotation that was sent and is not stored so; null where it is something else. */
  private @Nullable String annotation;

  LedgerAlteration(List<String> annotations) {
    this.annotations = annotations;
  }

  /** What is stored otherwise; null: nothing, as far as is known. */
  @Nullable Refusal told() {
    return told;
  }

  /** Holds what is stored to what was sent. */
  void compare(DecisionLedger sent, DecisionLedger stored) {
    Refusal spec = spec(sent, stored);
    String other = spec == null ? otherAnnotation(sent, stored) : null;
    if (spec == null && other == null) {
      keptIfShown(sent);
    } else {
      told = spec == null ? Refusal.altered(sent.getKind(), ANNOTATION + other) : spec;
      // One that was added is over with what is stored without it.
      annotation = other == null || value(sent, other) == null ? null : other;
    }
  }

  /**
   * Takes note of what is read, if that is as it was sent. If it is not, nobody between need have
   * done that: a server with older kinds tells less than it has.
   */
  void read(DecisionLedger sent, DecisionLedger read) {
    if (isKept(sent, read)) {
      keptIfShown(sent);
    }
  }

  /** Whether all of a ledger is stored as it was sent. */
  boolean isKept(DecisionLedger sent, DecisionLedger stored) {
    return spec(sent, stored) == null && otherAnnotation(sent, stored) == null;
  }

  /** A ledger may be a megabyte, and nearly always is as it was sent: of equal specs nothing is lost. */
  private static @Nullable Refusal spec(DecisionLedger sent, DecisionLedger stored) {
    return Objects.equals(sent.getSpec(), stored.getSpec())
        ? null
        : ManagedWrites.altered(sent, stored);
  }

  /**
   * In an empty ledger there is nothing to change, and nothing of an annotation where it has none:
   * that it is kept says nothing.
   */
  private void keptIfShown(DecisionLedger sent) {
    DecisionLedgerSpec spec = sent.getSpec();
    if (annotation == null
        ? !spec.entries().isEmpty() || !spec.records().isEmpty()
        : value(sent, annotation) != null) {
      told = null;
      annotation = null;
    }
  }

  private @Nullable String otherAnnotation(DecisionLedger sent, DecisionLedger stored) {
    return annotations.stream()
        .filter(name -> !Objects.equals(value(sent, name), value(stored, name)))
        .findFirst()
        .orElse(null);
  }

  /** What an annotation of a ledger says; null when it has none of that name. */
  static @Nullable String value(DecisionLedger ledger, String name) {
    Map<String, String> all = ledger.getMetadata().getAnnotations();
    return all == null ? null : all.get(name);
  }
}
