package cloud.bleu.assess.dependency;

import java.util.Comparator;
import java.util.List;

/**
 * One workload depends on another.
 *
 * @param from as the graph shows it, {@code Kind namespace/name}
 * @param to what it needs; where the kind has no direction, the one that sorts after it
 * @param evidence at least one, sorted
 */
public record Dependency(String from, String to, DependencyKind kind, List<Evidence> evidence)
    implements Comparable<Dependency> {

  private static final Comparator<Dependency> ORDER =
      Comparator.comparing(Dependency::from)
          .thenComparing(Dependency::to)
          .thenComparing(Dependency::kind);

  public Dependency {
    evidence = evidence.stream().sorted().distinct().toList();
  }

  @Override
  public int compareTo(Dependency other) {
    return ORDER.compare(this, other);
  }
}
