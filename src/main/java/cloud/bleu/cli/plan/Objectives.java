package cloud.bleu.cli.plan;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.placement.objective.ObjectiveAnswer.State;
import cloud.bleu.placement.objective.ObjectiveCheck;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.workload.ObjectivesTranslator;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What becomes of the recovery objectives of workloads, for people and programs. */
public final class Objectives {

  private final SortedMap<WorkloadId, List<ObjectiveAnswer>> answers = new TreeMap<>();

  /**
   * Of the workloads that ask for any.
   *
   * @param estate that these objects make
   * @param decisions of those that are looked at
   */
  public Objectives(
      Collection<BleuWorkload> objects, Estate estate, Collection<Decision> decisions) {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    Map<WorkloadId, Decision> decided = new HashMap<>();
    decisions.forEach(d -> decided.put(d.id(), d));
    for (BleuWorkload object : objects) {
      WorkloadId id = ObjectRef.workload(object);
      Workload workload = workloads.get(id);
      Decision decision = decided.get(id);
      if (workload != null && decision != null) {
        List<ObjectiveAnswer> of =
            ObjectiveCheck.of(ObjectivesTranslator.of(object), workload, decision, estate);
        if (!of.isEmpty()) {
          answers.put(id, of);
        }
      }
    }
  }

  /** What is known of them already, by workload. */
  public Objectives(Map<WorkloadId, List<ObjectiveAnswer>> known) {
    known.forEach(
        (id, of) -> {
          if (!of.isEmpty()) {
            answers.put(id, of);
          }
        });
  }

  /** Those of one workload; empty when it asks for none. */
  public List<ObjectiveAnswer> of(WorkloadId id) {
    return answers.getOrDefault(id, List.of());
  }

  /**
   * {@code shop/web rto 5m RecoveryTimeUnknown (resilience.startBudget)}, of what does not hold.
   */
  List<String> open() {
    return answers.entrySet().stream().flatMap(e -> open(e.getKey(), e.getValue())).toList();
  }

  private static Stream<String> open(WorkloadId id, List<ObjectiveAnswer> answers) {
    return answers.stream()
        .filter(a -> a.state() != State.Holds)
        .map(a -> "%s %s %s %s (%s)".formatted(id, a.objective(), a.asked(), a.code(), a.term()));
  }

  /** Some answers, one item each. */
  public static List<Map<String, Object>> tree(List<ObjectiveAnswer> answers) {
    return answers.stream().map(Objectives::tree).toList();
  }

  private static Map<String, Object> tree(ObjectiveAnswer answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("objective", answer.objective());
    tree.put("asked", answer.asked());
    tree.put("state", answer.state().name());
    tree.put("code", answer.code());
    if (answer.term() != null) {
      tree.put("term", answer.term());
    }
    tree.put("message", answer.message().text());
    return tree;
  }
}
