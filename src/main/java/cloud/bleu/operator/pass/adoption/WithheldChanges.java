package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was withheld when some that take over were tried: of each of them what was to be decided for
 * it, and for those that were to make room for it. It says nothing of any other change of these, so
 * another trial asks for its own.
 */
final class WithheldChanges {

  /** Of whom it was asked where one was tried: of that one, or of one that was to make room. */
  private record Question(WorkloadId taker, WorkloadId asked) {}

  private final Map<Question, ProposedDecision> all = new LinkedHashMap<>();

  /** Those that were asked before something else was other than it was. */
  private final Set<Question> before = new HashSet<>();

  /** A pass begins: of those that are decided by now, or gone, nothing is asked any more. */
  void begin(AdoptedRooms rooms) {
    all.keySet()
        .removeIf(
            one ->
                !rooms.takesOver(one.taker())
                    || !one.asked().equals(one.taker()) && !rooms.isDecided(one.asked()));
    before.retainAll(all.keySet());
  }

  /** All of it, as it was asked last. */
  List<ProposedDecision> all() {
    return List.copyOf(all.values());
  }

  /** Whom it was asked of where one was tried: nobody counts on them there. */
  Set<WorkloadId> of(WorkloadId taker) {
    return all.keySet().stream()
        .filter(one -> one.taker().equals(taker))
        .map(Question::asked)
        .collect(Collectors.toSet());
  }

  /** Takes note of what is withheld where one is tried. */
  void add(WorkloadId taker, Collection<ProposedDecision> changes) {
    for (ProposedDecision change : changes) {
      Question question = new Question(taker, change.id());
      all.put(question, change);
      before.remove(question);
    }
  }

  /** Something is other than it was, and only some of it is still withheld. */
  void retain(Set<ProposedDecision> still) {
    all.values().retainAll(still);
    before.clear();
    before.addAll(all.keySet());
  }

  /** One is tried, so it is asked anew what is decided for it. */
  void forget(WorkloadId taker) {
    all.remove(new Question(taker, taker));
  }

  /**
   * Whoever was to make room for one before something else was other than it was is asked anew.
   *
   * @return whether there are any
   */
  boolean forgetBefore(WorkloadId taker) {
    return all.keySet().removeIf(one -> one.taker().equals(taker) && before.remove(one));
  }
}
