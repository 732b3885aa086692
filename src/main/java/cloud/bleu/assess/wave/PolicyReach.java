package cloud.bleu.assess.wave;

import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of what comes no policy of the target binds, so that nobody has asked whether it may go.
 */
final class PolicyReach {

  /** As many names as people read. */
  private static final int NAMES = 5;

  private final SortedSet<String> unbound = new TreeSet<>();
  private final SortedSet<String> guessed = new TreeSet<>();
  private final SortedMap<String, List<String>> policies;
  private final boolean isStated;

  /**
   * @param policies the classes of data that each policy is for
   * @param isStated whether somebody states the classes of data
   */
  PolicyReach(SortedMap<String, List<String>> policies, boolean isStated) {
    this.policies = new TreeMap<>(policies);
    this.isStated = isStated;
  }

  /**
   * Looks at one workload.
   *
   * @param name as the assessment shows it
   * @param workload as it is planned
   */
  void add(String name, Workload workload) {
    if (workload.rules().stream().map(r -> r.policy()).noneMatch(Objects::nonNull)) {
      unbound.add(name);
    }
    if (!isStated && workload.dataClasses().equals(List.of("Ordinary"))) {
      guessed.add(name);
    }
  }

  /** What somebody has to look at; empty where policies bind everything, and by stated data. */
  List<Obstacle> looks() {
    List<Obstacle> looks = new ArrayList<>();
    if (!unbound.isEmpty()) {
      looks.add(
          look(
              "no policy of the target holds "
                  + named(unbound)
                  + ": nobody has asked whether they may go there; add a SovereigntyPolicy to the"
                  + " estate"));
    }
    SortedSet<String> others = new TreeSet<>();
    SortedSet<String> classes = new TreeSet<>();
    policies.forEach(
        (policy, of) -> {
          if (!of.isEmpty() && !of.contains("Ordinary")) {
            others.add(policy);
            classes.addAll(of);
          }
        });
    if (!guessed.isEmpty() && !others.isEmpty()) {
      looks.add(
          look(
              "the data of "
                  + named(guessed)
                  + " is taken as Ordinary, which is a guess, and the estate has policies for other"
                  + " data: "
                  + String.join(", ", others)
                  + " for "
                  + String.join(", ", classes)
                  + "; state it with --data-class, or spec.dataClasses of a MigrationPlan"));
    }
    return looks;
  }

  private static Obstacle look(String says) {
    return new Obstacle(Obstacle.Kind.Look, "", null, says);
  }

  private static String named(SortedSet<String> names) {
    String first = String.join(", ", names.stream().limit(NAMES).toList());
    return names.size()
        + (names.size() == 1 ? " workload (" : " workloads (")
        + first
        + (names.size() > NAMES ? " and " + (names.size() - NAMES) + " more)" : ")");
  }
}
