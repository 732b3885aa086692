package cloud.bleu.assess.dependency;

import java.util.List;
import java.util.TreeSet;

/**
 * Who depends on whom, as far as manifests say so.
 *
 * @param workloads as they are shown, {@code Kind namespace/name}, sorted
 * @param dependencies sorted
 * @param leaving what is called outside of the estate, sorted by name
 * @param entrances what leads to workloads from outside, sorted
 * @param volumes the largest first
 * @param notSeen Services that are called and that the input lacks, or that select nothing in it
 */
public record DependencyGraph(
    List<String> workloads,
    List<Dependency> dependencies,
    List<OutsideUse> leaving,
    List<Entrance> entrances,
    List<HeldVolume> volumes,
    List<OutsideUse> notSeen) {

  public DependencyGraph {
    workloads = workloads.stream().sorted().distinct().toList();
    dependencies = dependencies.stream().sorted().toList();
    leaving = leaving.stream().sorted().toList();
    entrances = entrances.stream().sorted().distinct().toList();
    volumes = volumes.stream().sorted().toList();
    notSeen = notSeen.stream().sorted().toList();
  }

  /** Sets of workloads that need each other in a circle, each sorted. */
  public List<List<String>> cycles() {
    NeedOrder order = new NeedOrder();
    workloads.forEach(order::add);
    dependencies.stream()
        .filter(d -> d.kind().isNeed())
        .forEach(d -> order.needs(d.from(), d.to()));
    return order.groups().stream().filter(g -> g.size() > 1).toList();
  }

  /** Who holds volumes. */
  public TreeSet<String> holders() {
    TreeSet<String> holders = new TreeSet<>();
    volumes.forEach(v -> holders.add(v.workload()));
    return holders;
  }

  /** Who calls a workload. */
  public TreeSet<String> readers(String workload) {
    TreeSet<String> readers = new TreeSet<>();
    dependencies.stream()
        .filter(d -> d.kind().isNeed() && d.to().equals(workload))
        .forEach(d -> readers.add(d.from()));
    return readers;
  }
}
