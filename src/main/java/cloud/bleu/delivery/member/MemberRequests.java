package cloud.bleu.delivery.member;

import cloud.bleu.delivery.zone.DeliveryProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was handed over to one other cluster for workloads, and what is known of it. At most one
 * thing of a kind is under way for a workload. Nothing here waits.
 */
final class MemberRequests {

  private final LongSupplier nanos;
  private final Map<HandedOverKey, HandedOver> entries = new HashMap<>();

  /** How often something was done that may have changed what stands there, by workload. */
  private final Map<HandedOverKey, Long> changes = new HashMap<>();

  /** Whether the server answered when that was said last. */
  private boolean reached;

  private HandedOver.Contacts contacts = new HandedOver.Contacts(0, 0);

  /**
   * What becomes of something that is asked for.
   *
   * @param entry to be carried out now; null: it is not
   * @param answer for whoever asks
   */
  record Taken(@Nullable HandedOver entry, MemberQueue.Answer answer) {}

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  MemberRequests(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes something, unless the same is under way, or was just refused and changes something.
   *
   * @param ask by which it is known to be the same
   */
  synchronized Taken take(HandedOverKey key, Object ask, boolean changing) {
    HandedOver before = entries.get(key);
    if (before != null && before.running) {
      before.another |= !before.ask.equals(ask);
      return new Taken(null, new MemberQueue.Answer(true, before.problem));
    }
    HandedOver same = before != null && before.ask.equals(ask) ? before : null;
    if (changing && same != null && same.isPaused(nanos.getAsLong(), contacts)) {
      return new Taken(null, new MemberQueue.Answer(false, same.problem));
    }
    // What was said of something else is no word on this.
    HandedOver heard = changing ? before : same;
    DeliveryProblem last = heard == null ? null : heard.problem;
    HandedOver entry = new HandedOver(ask, nanos.getAsLong(), contacts, same, last);
    entries.put(key, entry);
    return new Taken(entry, new MemberQueue.Answer(true, last));
  }

  /** It was not sent, as it had waited for too long. */
  synchronized void handBack(HandedOver entry) {
    entry.running = false;
    entry.handedBack = true;
  }

  /**
   * It has its answer.
   *
   * @param problem what refuses it; null: it is done
   * @return whether that is news for whoever is told of news only
   */
  synchronized boolean answered(
      HandedOverKey key, HandedOver entry, boolean changing, @Nullable DeliveryProblem problem) {
    boolean other = !Objects.equals(entry.problem, problem);
    entry.running = false;
    entry.answered = nanos.getAsLong();
    entry.problem = problem;
    if (problem == null) {
      entries.remove(key, entry);
    }
    if (changing && (problem == null || entry.open)) {
      changes.merge(key.whole(), 1L, Long::sum);
    }
    return entry.another || entry.isMended(contacts) || (!changing && problem == null) || other;
  }

  /** What refused something last, even if it is being asked again by now; null: nothing. */
  synchronized @Nullable DeliveryProblem last(HandedOverKey key, Object ask) {
    HandedOver entry = entries.get(key);
    return entry == null || !entry.ask.equals(ask) ? null : entry.problem;
  }

  /** How often something may have changed what stands there of a workload. */
  synchronized long changes(HandedOverKey whole) {
    return changes.getOrDefault(whole, 0L);
  }

  /**
   * Takes note of whether the server is reached.
   *
   * @return the workloads of which something failed because it was not, and need not wait any more
   */
  synchronized Set<HandedOverKey> reach(boolean now) {
    boolean again = now && !reached;
    reached = now;
    return again ? mended(contacts.reached() + 1, contacts.confirmed()) : Set.of();
  }

  /**
   * Takes note that the server knows who asks whether it answers.
   *
   * @return the workloads of which something failed because it did not, and need not wait any more
   */
  synchronized Set<HandedOverKey> confirm() {
    return mended(contacts.reached(), contacts.confirmed() + 1);
  }

  private Set<HandedOverKey> mended(int reaches, int confirmations) {
    HandedOver.Contacts before = contacts;
    contacts = new HandedOver.Contacts(reaches, confirmations);
    Set<HandedOverKey> due = new HashSet<>();
    entries.forEach(
        (key, entry) -> {
          if (entry.isMended(contacts) && !entry.isMended(before)) {
            due.add(key.whole());
          }
        });
    return due;
  }

  /** Forgets a workload that is gone; what is under way goes on. */
  synchronized void forget(HandedOverKey whole) {
    entries.entrySet().removeIf(e -> !e.getValue().running && e.getKey().whole().equals(whole));
    changes.remove(whole);
  }

  /** Whether something that was handed over for a workload has no answer yet. */
  synchronized boolean isBusy(HandedOverKey whole) {
    return !running(whole, "").isEmpty();
  }

  /** Whether something other than of this kind has no answer yet; that answer is news then. */
  synchronized boolean awaitsAnswer(HandedOverKey whole, String but) {
    List<HandedOver> running = running(whole, but);
    running.forEach(entry -> entry.another = true);
    return !running.isEmpty();
  }

  private List<HandedOver> running(HandedOverKey whole, String but) {
    return entries.entrySet().stream()
        .filter(e -> e.getValue().running && !e.getKey().what().equals(but))
        .filter(e -> e.getKey().whole().equals(whole))
        .map(Map.Entry::getValue)
        .toList();
  }
}
