package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.change.Attestations;
import cloud.bleu.evidence.change.PolicyDiff;
import cloud.bleu.evidence.export.ChainKnowledge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How policies and facts have changed since the chain recorded them. */
final class ObjectChanges {

  /** What entries said since that was known last: a pass, or a process, did not come to its end. */
  private final Set<ChainNote> saidSince = new HashSet<>();

  private volatile Map<String, List<String>> governedSaid = Map.of();
  private volatile Map<String, List<String>> governedNow = Map.of();
  private volatile ChainKnowledge said = ChainKnowledge.NOTHING;
  private volatile ChainKnowledge now = said;

  /** Is told what the chain on the disk knows. */
  void opened(ChainKnowledge known) {
    said = known;
    now = known;
  }

  /**
   * What there is to say, without what entries say already.
   *
   * @param governed names of the policies that hold, by workload
   */
  List<ChainNote> look(ChainKnowledge objects, Map<String, List<String>> governed) {
    now = objects;
    governedNow = governed;
    List<ChainNote> changes = new ArrayList<>(PolicyDiff.changes(said.policies(), now.policies()));
    Map<String, Object> before = said.facts();
    Map<String, Object> after = Objects.requireNonNull(now.facts());
    if (before == null) {
      changes.add(Attestations.known(after));
    } else {
      changes.addAll(Attestations.changes(before, after));
    }
    changes.addAll(PolicyDiff.released(governedSaid, governedNow, now.policies().keySet()));
    changes.removeAll(said.saidSince());
    changes.removeAll(saidSince);
    return changes;
  }

  /** What was said last of the objects. */
  ChainKnowledge said() {
    return said;
  }

  /** What the objects were at the last look. */
  ChainKnowledge now() {
    return now;
  }

  /** Whether an entry binds the objects as they were at the last look. */
  boolean isBound() {
    return now.isLike(said) && said.isBound() && saidSince.isEmpty();
  }

  /** Takes note of what is in the chain. */
  void committed(List<ChainNote> notes) {
    saidSince.addAll(notes);
  }

  /** Takes all that the last look had to say as said. */
  void end() {
    said = now;
    governedSaid = governedNow;
    saidSince.clear();
  }
}
