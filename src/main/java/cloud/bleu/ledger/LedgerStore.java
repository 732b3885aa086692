package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.SignedHead;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one DecisionLedger of a cluster, read and written as a whole. */
final class LedgerStore {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerStore.class);

  /** Its name. */
  static final String NAME = "decisions";

  /** Number and hash of the entry of the last checkpoint: the directory alone could be cut back. */
  static final String SIGNED = "placement.bleu.cloud/last-checkpoint";

  /** The annotations that say something of what is in it. */
  private static final List<String> OURS = List.of(SIGNED, PendingMoves.ANNOTATION);

  private final KubernetesClient client;
  private final ManagedWrites writes;

  /**
   * Whether this server was asked and keeps evacuation plans. What its kinds do not have it refuses
   * to write, but the field that they lack may first be in a later entry than the one at hand.
   */
  private boolean keepsPlans;

  private final UnansweredWrites unanswered = new UnansweredWrites();

  /**
   * What was sent last of what is answered, or was found since: as it was sent, in the version that
   * is stored.
   */
  private @Nullable DecisionLedger answered;

  private final LedgerAlteration alteration;

  /**
   * What this process sent.
   *
   * @param ledger as it was sent, in the version that was read
   * @param decided what it decided, of which it did not know before that it counts
   */
  record Sent(DecisionLedger ledger, List<Entry> decided) {}

  /**
   * @param nanos a monotonic clock
   */
  LedgerStore(KubernetesClient client, LongSupplier nanos) {
    this.client = client;
    this.writes = new ManagedWrites(client, "bleu-ledger");
    this.alteration = new LedgerAlteration(OURS, nanos);
  }

  /** The ledger as the server has it now; created empty when there is none. */
  DecisionLedger read() {
    DecisionLedger ledger = client.resources(DecisionLedger.class).withName(NAME).get();
    if (ledger != null) {
      return ledger;
    }
    DecisionLedger empty = new DecisionLedger();
    empty.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
    empty.setSpec(new DecisionLedgerSpec(0L, null, List.of(), List.of()));
    try {
      return writes.create(empty);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return client.resources(DecisionLedger.class).withName(NAME).require();
      }
      throw e;
    }
  }

  /**
   * What was signed last, as a ledger remembers it; null when it does not, or when it names an
   * entry that it has not given yet: that is of nobody who signs, and nothing would ever be later.
   */
  static @Nullable SignedHead signed(DecisionLedger ledger) {
    SignedHead head = SignedHead.read(said(ledger));
    return head == null || head.sequence() > ledger.getSpec().sequence() ? null : head;
  }

  /** What a ledger says of that, whatever it is worth; null when it says nothing. */
  static @Nullable String said(DecisionLedger ledger) {
    return LedgerAlteration.value(ledger, SIGNED);
  }

  /** Whether something later was signed than a ledger remembers. */
  static boolean isNews(@Nullable SignedHead signed, DecisionLedger ledger) {
    SignedHead known = signed(ledger);
    return signed != null && (known == null || known.sequence() < signed.sequence());
  }

  /**
   * Writes a new spec over exactly the version that was read.
   *
   * @param signed last, to be remembered; null for none
   * @param moves of what is not written to its WorkloadPlacement yet
   * @return the ledger with its new version, and what was sent, whatever is stored: see {@link
   *     #altered}
   * @throws LedgerConflictException when that is not the newest version any more
   * @throws LedgerRefusedException when it would not be kept as it is, also where older kinds were
   *     applied a moment ago: nothing is written
   * @throws KubernetesClientException when it cannot be written
   */
  DecisionLedger write(
      DecisionLedger read, DecisionLedgerSpec spec, @Nullable SignedHead signed, PendingMoves moves)
      throws LedgerConflictException {
    DecisionLedger next = new DecisionLedger();
    next.setMetadata(new ObjectMetaBuilder(read.getMetadata()).build());
    Map<String, String> known = read.getMetadata().getAnnotations();
    Map<String, String> annotations = new TreeMap<>(known == null ? Map.of() : known);
    if (signed != null && isNews(signed, read)) {
      annotations.put(SIGNED, signed.text());
    }
    moves.note(annotations);
    next.getMetadata().setAnnotations(annotations);
    next.setSpec(spec);
    try {
      if (!keepsPlans && spec.entries().stream().anyMatch(e -> !e.evacuation().isEmpty())) {
        ask(read);
        keepsPlans = true;
      }
      unanswered.sent(new UnansweredWrites.Write(next, read));
      DecisionLedger written = writes.update(next);
      unanswered.clear();
      alteration.compare(next, written);
      // This process goes on from what it decided. Who takes over reads what is stored.
      answered = as(next, written);
      return answered;
    } catch (KubernetesClientException e) {
      if (isOvertaken(e)) {
        throw new LedgerConflictException(e);
      }
      Refusal refusal = Refusal.of(e);
      throw refusal != null && refusal.source() == Refusal.Source.Dropped ? refused(refusal) : e;
    }
  }

  /**
   * What this process sent, in the version that was read, where what was read came of it: whatever
   * a webhook or older kinds make of the rest of it, number and hash of the last entry say so. The
   * answer to it may not have come: it is then known as if it had. A write that left the last entry
   * as it was counts as stored where all of it is: by the last entry nobody can tell.
   *
   * @return null: this process sent none of it, or something else is stored by now
   */
  @Nullable Sent asSent(DecisionLedger read) {
    UnansweredWrites.Write lost = unanswered.settle(read, alteration::isKept);
    List<Entry> decided = List.of();
    if (lost != null) {
      if (lost.isNews()) {
        alteration.compare(lost.ledger(), read);
        decided = lost.added();
      }
      answered = as(lost.ledger(), read);
    }
    DecisionLedger known = answered;
    if (known == null
        || !UnansweredWrites.isSameVersion(known, read)
            && !UnansweredWrites.isSameHead(known, read)) {
      return null;
    }
    alteration.read(known, read);
    return new Sent(as(known, read), decided);
  }

  /** What is stored, with what of it is ours as it was sent. */
  private static DecisionLedger as(DecisionLedger sent, DecisionLedger stored) {
    Map<String, String> there = stored.getMetadata().getAnnotations();
    Map<String, String> annotations = new TreeMap<>(there == null ? Map.of() : there);
    for (String name : OURS) {
      String value = LedgerAlteration.value(sent, name);
      if (value == null) {
        annotations.remove(name);
      } else {
        annotations.put(name, value);
      }
    }
    DecisionLedger known = new DecisionLedger();
    known.setMetadata(
        new ObjectMetaBuilder(stored.getMetadata()).withAnnotations(annotations).build());
    known.setSpec(sent.getSpec());
    return known;
  }

  /** What a webhook or a policy stored in the place of what was sent last; null: nothing. */
  @Nullable Refusal altered() {
    return alteration.told();
  }

  /** How long until {@link #askAgain} asks; null: nothing is stored otherwise than it was sent. */
  @Nullable Duration untilAsked() {
    return alteration.untilAsked();
  }

  /**
   * Asks in a dry run, where it is time, whether what was stored otherwise would be stored as it
   * was sent by now. Nobody tells when a webhook is fixed, and the next decision may be far. That
   * it is not answered is no fault: it is asked again later.
   *
   * @param head as it was read or written last
   * @throws LedgerConflictException when that is not the newest version any more: over it nothing
   *     is answered
   */
  void askAgain(DecisionLedger head) throws LedgerConflictException {
    DecisionLedger question = alteration.question(head);
    if (question == null) {
      return;
    }
    try {
      alteration.answered(question, writes.tried(question));
    } catch (RuntimeException e) {
      LOG.debug("whether the ledger would be stored as it is sent is not answered", e);
      alteration.unanswered();
      if (e instanceof KubernetesClientException answer && isOvertaken(answer)) {
        throw new LedgerConflictException(answer);
      }
    }
  }

  /** 404: the ledger was removed; its successor is not the one that was read. */
  private static boolean isOvertaken(KubernetesClientException answer) {
    return answer.getCode() == 409 || answer.getCode() == 404;
  }

  /**
   * Asks with an entry that has every field, and not with those that are to be written: the field
   * that the kinds lack may first be in a later one.
   */
  private void ask(DecisionLedger read) {
    DecisionLedger question = new DecisionLedger();
    question.setMetadata(new ObjectMetaBuilder(read.getMetadata()).build());
    DecisionLedgerSpec spec = read.getSpec();
    question.setSpec(
        new DecisionLedgerSpec(
            spec.sequence(), spec.headHash(), List.of(SampleEntry.of()), List.of()));
    Refusal refusal = writes.ask(question);
    if (refusal != null) {
      throw refused(refusal);
    }
  }

  private LedgerRefusedException refused(Refusal refusal) {
    keepsPlans = false;
    return new LedgerRefusedException(refusal);
  }
}
