package cloud.bleu.evidence.assessment;

import cloud.bleu.placement.estate.Decision;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One workload with every answer on it.
 *
 * @param namespace of the workload
 * @param replicas by zone in use, each more than 0
 * @param missing replicas that have no zone
 * @param reason why that is so, null when none is missing
 * @param answers of the zones in use, every one, then of the refused ones those that refuse
 * @param fences what is written down of zones of which it is not seen what stands there
 */
public record AssessedWorkload(
    String namespace,
    String name,
    SortedMap<String, Integer> replicas,
    int missing,
    Decision.@Nullable Reason reason,
    List<RuleAnswer> answers,
    List<ZoneFence> fences) {

  public AssessedWorkload {
    answers = List.copyOf(answers);
    fences = List.copyOf(fences);
  }

  /** Of one whose zones are all seen. */
  public AssessedWorkload(
      String namespace,
      String name,
      SortedMap<String, Integer> replicas,
      int missing,
      Decision.@Nullable Reason reason,
      List<RuleAnswer> answers) {
    this(namespace, name, replicas, missing, reason, answers, List.of());
  }

  /** A copy with what is written down of zones of which it is not seen what stands there. */
  AssessedWorkload fenced(List<ZoneFence> recorded) {
    return new AssessedWorkload(namespace, name, replicas, missing, reason, answers, recorded);
  }

  /** {@code namespace/name}; a pseudonym has no namespace. */
  public String title() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** What was answered on the zones in use, without what does not apply. */
  public List<RuleAnswer> inUse() {
    return answers.stream().filter(a -> a.use() == RuleAnswer.Use.InUse && a.given()).toList();
  }
}
