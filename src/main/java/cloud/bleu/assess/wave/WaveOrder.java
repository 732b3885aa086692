package cloud.bleu.assess.wave;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.DependencyKind;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.dependency.NeedOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Workloads in waves. What needs each other, mounts one volume or is said to be together moves
 * together. A holder of data moves with its readers while their group fits into a wave, the largest
 * data first, else before them. Everything else moves after what it needs. What is blocked, or
 * needs what is, moves last, so that it holds up nothing else.
 */
final class WaveOrder {

  private final DependencyGraph graph;
  private final WaveRules rules;
  private final NeedOrder order = new NeedOrder();

  private WaveOrder(DependencyGraph graph, WaveRules rules) {
    this.graph = graph;
    this.rules = rules;
  }

  /**
   * The waves, each a list of groups that may not be apart, each group sorted.
   *
   * @param blocked workloads with open findings of severity Blocks
   */
  static List<List<List<String>>> of(DependencyGraph graph, WaveRules rules, Set<String> blocked) {
    WaveOrder order = new WaveOrder(graph, rules);
    order.bind();
    return order.waves(blocked);
  }

  private void bind() {
    graph.workloads().forEach(order::add);
    for (Dependency d : graph.dependencies()) {
      if (d.kind().isNeed()) {
        order.needs(d.from(), d.to());
      }
      if (d.kind() == DependencyKind.SharesVolume) {
        pair(d.from(), d.to());
      }
    }
    for (WaveRules.Together together : rules.together()) {
      List<String> all = graph.workloads().stream().filter(together::has).toList();
      for (int i = 1; i < all.size(); i++) {
        pair(all.get(i - 1), all.get(i));
      }
    }
    Set<String> tried = new LinkedHashSet<>();
    for (HeldVolume volume : graph.volumes()) {
      if (tried.add(volume.workload())) {
        gather(volume.workload());
      }
    }
  }

  private void pair(String one, String other) {
    order.needs(one, other);
    order.needs(other, one);
  }

  /** Binds readers, which need it, to the holder of data, unless too many would move at once. */
  private void gather(String holder) {
    List<String> bound =
        graph.readers(holder).stream().filter(reader -> order.needs(holder, reader)).toList();
    if (order.circle(holder).size() > rules.mostWorkloads()) {
      bound.forEach(reader -> order.forget(holder, reader));
    }
  }

  private List<List<List<String>>> waves(Set<String> blocked) {
    Map<String, Integer> levels = new HashMap<>();
    Set<String> held = new TreeSet<>();
    Map<String, Set<String>> needs = new HashMap<>();
    for (Dependency d : graph.dependencies()) {
      if (d.kind().isNeed()) {
        needs.computeIfAbsent(d.from(), f -> new TreeSet<>()).add(d.to());
      }
    }
    TreeMap<Integer, List<List<String>>> free = new TreeMap<>();
    TreeMap<Integer, List<List<String>>> late = new TreeMap<>();
    for (List<String> group : order.groups()) {
      Set<String> needed = new TreeSet<>();
      group.forEach(w -> needed.addAll(needs.getOrDefault(w, Set.of())));
      group.forEach(needed::remove);
      int level = needed.stream().mapToInt(n -> 1 + levels.getOrDefault(n, 0)).max().orElse(0);
      boolean isHeld =
          group.stream().anyMatch(blocked::contains) || needed.stream().anyMatch(held::contains);
      group.forEach(w -> levels.put(w, level));
      if (isHeld) {
        held.addAll(group);
      }
      (isHeld ? late : free).computeIfAbsent(level, l -> new ArrayList<>()).add(group);
    }
    List<List<List<String>>> waves = new ArrayList<>();
    free.values().forEach(groups -> split(groups, waves));
    late.values().forEach(groups -> split(groups, waves));
    return waves;
  }

  /** Groups of one level in waves of no more than the most workloads, in their order. */
  private void split(List<List<String>> groups, List<List<List<String>>> waves) {
    List<List<String>> wave = new ArrayList<>();
    int size = 0;
    for (List<String> group : groups) {
      if (size > 0 && size + group.size() > rules.mostWorkloads()) {
        waves.add(List.copyOf(wave));
        wave.clear();
        size = 0;
      }
      wave.add(group);
      size += group.size();
    }
    if (!wave.isEmpty()) {
      waves.add(List.copyOf(wave));
    }
  }
}
