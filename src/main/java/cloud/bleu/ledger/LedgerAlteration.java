package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Detects that somebody on the way to the storage changes the ledger that is sent. It is known to
 * be over once something that could have been changed again is stored as it was sent. A dry run
 * shows that as well, if an earlier dry run was changed: whoever changes writes may skip dry runs.
 */
final class LedgerAlteration {

  private static final String ANNOTATION = "metadata.annotations.";

  /** The annotations that say something of what is in it. */
  private final List<String> annotations;

  private @Nullable Refusal told;

  /** What was sent and is stored otherwise; null when nothing is told. */
  private @Nullable DecisionLedger altered;

  /** When it is asked whether that is over, by the name of the ledger. */
  private final Retries<String, Refusal> questions;

  /** The annotation that was sent and is not stored so; null where it is something else. */
  private @Nullable String annotation;

  /** Whether a dry run was changed too, since the last write that was. */
  private boolean isShownByDryRuns;

  /**
   * Something that is stored otherwise than it was sent.
   *
   * @param annotation its name; null where it is something of the spec
   */
  private record Change(Refusal refusal, @Nullable String annotation) {}

  /**
   * @param nanos a monotonic clock
   */
  LedgerAlteration(List<String> annotations, LongSupplier nanos) {
    this.annotations = annotations;
    this.questions = new Retries<>(nanos);
  }

  /** What is stored otherwise; null: nothing, as far as is known. */
  @Nullable Refusal told() {
    return told;
  }

  /** Holds what is stored to what was sent; what is changed is asked for after the first pause. */
  void compare(DecisionLedger sent, DecisionLedger stored) {
    Change change = change(sent, stored);
    if (change == null) {
      keptIfShown(sent);
    } else {
      questions.clear();
      isShownByDryRuns = false;
      tell(sent, change);
    }
  }

  private void tell(DecisionLedger sent, Change change) {
    told = change.refusal();
    altered = sent;
    questions.refused(LedgerStore.NAME, change.refusal());
    String other = change.annotation();
    // One that was added is over with what is stored without it.
    annotation = other == null || value(sent, other) == null ? null : other;
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

  /** Whether a ledger is stored as it was sent, with nothing lost, changed or added. */
  boolean isKept(DecisionLedger sent, DecisionLedger stored) {
    return change(sent, stored) == null;
  }

  /**
   * The first thing that is stored otherwise. A ledger may be a megabyte, and nearly always is as
   * it was sent: of equal specs nothing is lost and nothing is added. Who takes over would carry
   * out an entry that was added.
   */
  private @Nullable Change change(DecisionLedger sent, DecisionLedger stored) {
    Refusal spec =
        Objects.equals(sent.getSpec(), stored.getSpec())
            ? null
            : ManagedWrites.differing(sent, stored);
    if (spec != null) {
      return new Change(spec, null);
    }
    String other = otherAnnotation(sent, stored);
    return other == null
        ? null
        : new Change(Refusal.altered(sent.getKind(), ANNOTATION + other), other);
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
      over();
    }
  }

  private void over() {
    told = null;
    annotation = null;
    altered = null;
    isShownByDryRuns = false;
    questions.clear();
  }

  /** How long until it is worth asking whether it is over; null when nothing is told. */
  @Nullable Duration untilAsked() {
    return questions.left();
  }

  /**
   * What would have been changed again: the entries and annotations that were, over a version.
   *
   * @return null when nothing is told, or it was asked a short while ago
   */
  @Nullable DecisionLedger question(DecisionLedger head) {
    DecisionLedger sent = altered;
    if (sent == null || !questions.isDue(LedgerStore.NAME)) {
      return null;
    }
    DecisionLedger question = new DecisionLedger();
    question.setMetadata(
        new ObjectMetaBuilder(head.getMetadata())
            .withAnnotations(sent.getMetadata().getAnnotations())
            .build());
    question.setSpec(
        new DecisionLedgerSpec(
            head.getSpec().sequence(),
            head.getSpec().headHash(),
            sent.getSpec().entries(),
            sent.getSpec().records()));
    return question;
  }

  /**
   * Takes the answer to such a question. That a dry run is not changed says nothing before one was:
   * it is asked again later.
   */
  void answered(DecisionLedger question, DecisionLedger answer) {
    Change change = change(question, answer);
    if (change != null) {
      isShownByDryRuns = true;
      tell(question, change);
    } else if (isShownByDryRuns) {
      over();
    } else {
      unanswered();
    }
  }

  /** Takes note that such a question has no answer: it is asked again later. */
  void unanswered() {
    questions.refused().forEach(questions::refused);
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
