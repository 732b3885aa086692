package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the WorkloadPlacements of what is committed and not yet written: several at once, those of
 * one workload one after the other. One that is refused or not answered holds up no other workload,
 * see {@link NamespaceWrites}.
 */
final class CommittedWrites {

  /** Reads from the server, to see whether it answers at all. */
  private final Runnable read;

  private final PlacementWrites writer;
  private final NamespaceWrites writes;
  private final PendingEntries pending;
  private final DecisionsInForce decisions;
  private final RefusedDecisions refused;

  /** Sequences of decisions that are the first for their workload: nothing is written over. */
  private final Set<Long> first = new HashSet<>();

  /** Whether something is written since it was asked for last. */
  private boolean news;

  /**
   * @param read reads from the server; throws when it does not answer
   */
  CommittedWrites(
      Runnable read,
      PlacementWrites writer,
      NamespaceWrites writes,
      PendingEntries pending,
      DecisionsInForce decisions,
      RefusedDecisions refused) {
    this.read = read;
    this.writer = writer;
    this.writes = writes;
    this.pending = pending;
    this.decisions = decisions;
    this.refused = refused;
  }

  /** Everything is read again: what fails meanwhile does not matter. */
  void begin() {
    writes.forgive();
    first.clear();
  }

  /** Takes note that nothing is written for this workload yet, most likely. */
  void isFirst(Entry entry) {
    first.add(entry.sequence());
  }

  boolean isNews() {
    return news;
  }

  /** A pass has seen everything that is written by now. */
  void seen() {
    news = false;
  }

  /** Writes what is due. */
  void round() {
    writes.takeAnswers();
    List<Turn> turns = new ArrayList<>();
    for (Entry entry : pending.open()) {
      if (pending.superseded(entry)) {
        first.remove(entry.sequence());
        refused.superseded(entry);
        pending.carriedOut(entry);
      } else if (refused.isDue(entry)) {
        turns.add(new Turn(refused.age(entry), () -> queue(entry)));
      }
    }
    for (WorkloadId id : refused.dueToRestore()) {
      turns.add(new Turn(refused.age(id), () -> queueAgain(id, new HashSet<>())));
    }
    turns.sort(Comparator.comparingLong(Turn::age).reversed());
    turns.forEach(turn -> turn.queue().run());
    writes.await();
  }

  /**
   * A write that is due. What was never refused comes first, then what was longest ago: nobody
   * starves behind one that hangs each time.
   */
  private record Turn(long age, Runnable queue) {}

  private void queue(Entry entry) {
    WorkloadId id = Entries.id(entry);
    DecisionInForce inForce = decisions.of(id);
    RecentMoves recent = inForce == null ? RecentMoves.NONE : inForce.recent();
    boolean unseen = first.contains(entry.sequence());
    writes.queue(
        id.namespace(),
        id,
        // Of a namespace that fell silent in this round nothing more is sent.
        () -> refused.isDue(id.namespace()),
        () -> Optional.ofNullable(writer.carryOut(entry, recent, unseen)),
        answer -> carriedOut(entry, answer));
  }

  private void carriedOut(Entry entry, Supplier<Optional<Refusal>> answer) {
    first.remove(entry.sequence());
    Refusal refusal = answered(entry.workload().namespace(), answer);
    if (!pending.isOpen(entry)) {
      // Another decision took its place meanwhile. If this one is written, it is what stands.
      if (refusal == null) {
        decisions.writtenLate(entry);
        news = true;
      }
    } else if (refusal != null) {
      refused.refused(entry, refusal);
    } else {
      pending.carriedOut(entry);
      news = true;
      decisions.written(entry);
      refused.written(entry);
    }
  }

  /**
   * What refused a write; null: nothing. Where nobody answers while the server answers otherwise,
   * something that the server asks about this namespace hangs; so it does where the server says so
   * late. Whether it was written is seen when it is tried again.
   *
   * @throws KubernetesClientException when the server itself does not answer
   */
  @Nullable Refusal answered(String namespace, Supplier<Optional<Refusal>> answer) {
    try {
      Refusal refusal = answer.get().orElse(null);
      if (refusal != null
          && refusal.source() == Refusal.Source.WebhookUnreachable
          && writes.isLate(namespace)) {
        refused.silent(namespace, refusal);
      } else {
        refused.answered(namespace);
      }
      return refusal;
    } catch (KubernetesClientException e) {
      Refusal unanswered = unanswered(e);
      refused.silent(namespace, unanswered);
      return unanswered;
    }
  }

  private Refusal unanswered(KubernetesClientException e) {
    Refusal unanswered = Refusal.unanswered(e);
    if (unanswered == null) {
      throw e;
    }
    read.run();
    return unanswered;
  }

  /**
   * Writes WorkloadPlacements again that somebody changed or removed, now or as soon as that can be
   * tried.
   *
   * @return those that were written by now
   */
  Set<WorkloadId> restore(Collection<WorkloadId> ids) {
    ids.forEach(refused::toRestore);
    writes.takeAnswers();
    Set<WorkloadId> written = new HashSet<>();
    ids.forEach(id -> queueAgain(id, written));
    writes.await();
    return written;
  }

  private void queueAgain(WorkloadId id, Set<WorkloadId> written) {
    DecisionInForce inForce = decisions.of(id);
    if (inForce == null || !inForce.published()) {
      refused.restored(id, null);
      return;
    }
    writes.queue(
        id.namespace(),
        id,
        () -> refused.isDue(id.namespace()),
        () -> writer.restore(id, inForce),
        answer ->
            refused.restored(
                id,
                answered(
                    id.namespace(),
                    () -> {
                      PlacementWrites.Restored restored = answer.get();
                      if (restored.written()) {
                        written.add(id);
                      }
                      return Optional.ofNullable(restored.refusal());
                    })));
  }
}
