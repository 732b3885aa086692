package cloud.bleu.placement;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules answer in one estate, each question asked once: a rule that looks at the provider
 * is asked once for all of its zones, and workloads that are the same in what the rule reads of
 * them share its answers. They are exactly those of {@link BoundRule#evaluate(Workload, Zone,
 * Estate)}.
 */
final class Answers {
  private final Estate estate;
  private final List<Zone> zones;
  private final Map<Ground, Grouping> groupings;
  private final Map<Asked, Row> rows = new HashMap<>();

  /** For all zones of an estate. */
  Answers(Estate estate) {
    this(estate, estate.zones(), new EnumMap<>(Ground.class));
  }

  private Answers(Estate estate, List<Zone> zones, Map<Ground, Grouping> groupings) {
    this.estate = estate;
    this.zones = zones;
    this.groupings = groupings;
  }

  /** For the same zones in another estate, which differs in nothing but the instant. */
  Answers in(Estate other) {
    return new Answers(other, zones, groupings);
  }

  /** For zones that differ from these in nothing but their state. */
  Answers with(List<Zone> others) {
    return new Answers(estate, others, groupings);
  }

  /** What a statement answers about a workload, by zone. */
  Row of(BoundRule bound, Workload workload) {
    Object about = bound.rule().about(workload);
    if (about == null) {
      return new Row(bound, workload);
    }
    return rows.computeIfAbsent(new Asked(bound, about), asked -> new Row(bound, workload));
  }

  /** One statement about one workload, zone by zone; evaluated when asked for. */
  final class Row {
    final BoundRule bound;
    private final Workload workload;
    private final Grouping grouping;
    private final @Nullable Verdict[] raw;
    private final @Nullable Verdict[] stamped;

    Row(BoundRule bound, Workload workload) {
      this.bound = bound;
      this.workload = workload;
      this.grouping = groupings.computeIfAbsent(bound.rule().ground(), g -> grouping(g, zones));
      this.raw = new Verdict[grouping.groups];
      this.stamped = new Verdict[zones.size()];
    }

    /** Whether it fails in a zone, waivers left out of account, or holds with a warning. */
    boolean told(int zone) {
      return raw(zone).failing() || raw(zone).warns();
    }

    /** The verdict for a zone. */
    Verdict of(int zone) {
      Verdict verdict = stamped[zone];
      if (verdict == null) {
        verdict = bound.stamped(raw(zone), zones.get(zone).name(), estate.now());
        stamped[zone] = verdict;
      }
      return verdict;
    }

    private Verdict raw(int zone) {
      int group = grouping.of[zone];
      Verdict verdict = raw[group];
      if (verdict == null) {
        verdict = bound.answer(workload, zones.get(zone), estate, Link.Zone);
        raw[group] = verdict;
      }
      return verdict;
    }
  }

  /** Zones by number, and the group that each is in. */
  private record Grouping(int[] of, int groups) {}

  private static Grouping grouping(Ground ground, List<Zone> zones) {
    int[] of = new int[zones.size()];
    Map<Object, Integer> numbers = new HashMap<>();
    for (int z = 0; z < of.length; z++) {
      Object key = ground.of(zones.get(z));
      Integer number = numbers.putIfAbsent(key, numbers.size());
      of[z] = number == null ? numbers.size() - 1 : number;
    }
    return new Grouping(of, numbers.size());
  }

  /** A statement, which is itself and no equal of it, and what it reads of a workload. */
  private record Asked(BoundRule bound, Object about) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Asked asked && asked.bound == bound && asked.about.equals(about);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(bound) + about.hashCode();
    }
  }
}
