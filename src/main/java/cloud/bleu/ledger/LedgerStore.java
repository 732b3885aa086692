package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.SignedHead;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one DecisionLedger of a cluster, read and written as a whole. */
final class LedgerStore {

  /** Its name. */
  static final String NAME = "decisions";

  /** Number and hash of the entry of the last checkpoint: the directory alone could be cut back. */
  static final String SIGNED = "placement.bleu.cloud/last-checkpoint";

  private final KubernetesClient client;
  private final ManagedWrites writes;

  /**
   * Whether this server was asked and keeps evacuation plans. What its kinds do not have it drops
   * in silence, and the hash of an entry without it would be another one.
   */
  private boolean keepsPlans;

  /** What was sent last, while the server has only a part of it; null for nothing. */
  private @Nullable DecisionLedgerSpec sent;

  LedgerStore(KubernetesClient client) {
    this.client = client;
    this.writes = new ManagedWrites(client, "bleu-ledger");
  }

  /**
   * The ledger as the server has it now; created empty when there is none. Where it has a part only
   * of what was sent by the last write, all of that is written before. Nothing is told of a ledger
   * of which an entry is not as it was sent: nobody may carry that out.
   *
   * @throws KubernetesClientException when it cannot be read; or an entry lacks something, and the
   *     kinds of the server are older than this operator, or nobody has any more what was sent
   */
  DecisionLedger read() {
    DecisionLedger ledger = find().get();
    if (ledger != null) {
      return whole(ledger);
    }
    sent = null;
    DecisionLedger empty = new DecisionLedger();
    empty.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
    empty.setSpec(new DecisionLedgerSpec(0L, null, List.of(), List.of()));
    try {
      return writes.create(empty);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return whole(find().require());
      }
      throw e;
    }
  }

  private Resource<DecisionLedger> find() {
    return client.resources(DecisionLedger.class).withName(NAME);
  }

  /** What was signed last, as a ledger remembers it; null when it does not. */
  static @Nullable SignedHead signed(DecisionLedger ledger) {
    Map<String, String> annotations = ledger.getMetadata().getAnnotations();
    return annotations == null ? null : SignedHead.read(annotations.get(SIGNED));
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
   * @return the ledger with its new version
   * @throws LedgerConflictException when that is not the newest version any more
   * @throws KubernetesClientException when it cannot be written; or the server says that it would
   *     not keep each field of a plan, then nothing is written; or its answer is not what was sent,
   *     as when older kinds were applied a moment ago. Then {@link #read} writes the rest once it
   *     can, and what was sent counts
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
    PendingHashes.note(spec, annotations);
    next.getMetadata().setAnnotations(annotations);
    next.setSpec(spec);
    try {
      if (!keepsPlans && spec.entries().stream().anyMatch(e -> !e.evacuation().isEmpty())) {
        ask(read);
        keepsPlans = true;
      }
      DecisionLedger written = writes.update(next);
      return kept(written, spec);
    } catch (KubernetesClientException e) {
      // 404: the ledger was removed; its successor is not the one that was read.
      if (e.getCode() == 409 || e.getCode() == 404) {
        throw new LedgerConflictException(e);
      }
      throw e;
    }
  }

  /** What the server answered to a write, if it is what was sent; else that is remembered. */
  private DecisionLedger kept(DecisionLedger written, DecisionLedgerSpec spec) {
    if (!spec.equals(written.getSpec())) {
      keepsPlans = false;
      sent = spec;
      throw refused(Refusal.dropped(written.getKind(), "all of the spec"));
    }
    sent = null;
    return written;
  }

  /** What a server has, if each entry is as it was sent, by whomever. */
  private DecisionLedger whole(DecisionLedger live) {
    DecisionLedgerSpec all = sent;
    if (all != null && isPartOf(live.getSpec(), all)) {
      return complete(live, all);
    }
    sent = null;
    if (PendingHashes.lacking(live).isEmpty()) {
      return live;
    }
    // Older kinds drop fields of what they tell as well: it may be there as it was sent.
    ask(live);
    DecisionLedger again = find().require();
    SortedSet<Long> lacking = PendingHashes.lacking(again);
    if (lacking.isEmpty()) {
      return again;
    }
    throw new KubernetesClientException(
        "entries of the DecisionLedger %s are not as they were sent: %s; older kinds dropped a part of them, which nobody has any more; nothing is decided before somebody takes them out: see BleuPassesFailing in docs/runbooks.md"
            .formatted(
                NAME, lacking.stream().map(String::valueOf).collect(Collectors.joining(", "))));
  }

  /**
   * Writes what was sent over the part of it that was stored, as soon as the server keeps all of
   * it. The number and the hash of the head are the same, so the chain is whole then; an earlier
   * number the kind refuses.
   */
  private DecisionLedger complete(DecisionLedger live, DecisionLedgerSpec all) {
    if (all.equals(live.getSpec())) {
      sent = null;
      return live;
    }
    DecisionLedger next = new DecisionLedger();
    next.setMetadata(new ObjectMetaBuilder(live.getMetadata()).build());
    next.setSpec(all);
    Refusal refusal = writes.ask(next);
    if (refusal != null) {
      throw refused(refusal);
    }
    return kept(writes.update(next), all);
  }

  /**
   * Whether a spec is what the server has of another one, whatever it drops: else somebody has
   * written since.
   */
  private static boolean isPartOf(DecisionLedgerSpec live, DecisionLedgerSpec all) {
    return live.sequence().equals(all.sequence())
        && Objects.equals(live.headHash(), all.headHash())
        && numbers(live).equals(numbers(all));
  }

  private static List<Long> numbers(DecisionLedgerSpec spec) {
    return Stream.concat(
            spec.entries().stream().map(Entry::sequence),
            spec.records().stream().map(ChainRecord::sequence))
        .toList();
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

  private static KubernetesClientException refused(Refusal refusal) {
    return new KubernetesClientException(refusal.sentence());
  }
}
