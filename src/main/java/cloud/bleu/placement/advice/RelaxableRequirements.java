package cloud.bleu.placement.advice;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.WorkloadDraft;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of what a workload could ask less of, each with the steps to try, the smallest
 * first. Rules of policies are not in it: they cannot be given up. What is not hard is not in it:
 * it stops nothing.
 *
 * @param items replicas, then placement, resilience and residency, each by path
 */
record RelaxableRequirements(List<Item> items) {

  RelaxableRequirements {
    items = List.copyOf(items);
  }

  /** Which part of the specification an item is of, in the order of listing. */
  enum Group {
    Replicas,
    Placement,
    Resilience,
    Residency
  }

  /**
   * @param path as users write it, e.g. {@code spec.resilience.spread[Site].min}
   * @param entry the list entry that the item is a field of; empty for others
   * @param softens whether it makes that entry soft, so that its other fields stop nothing any more
   */
  record Item(
      Group group, String path, String from, List<Step> steps, String entry, boolean softens) {
    Item {
      steps = List.copyOf(steps);
    }

    /** Whether changing the other one beside this one changes nothing. */
    boolean moots(Item other) {
      return softens && entry.equals(other.entry);
    }
  }

  /** One value to try, as it is written where it is named, and how to put it in. */
  record Step(Supplier<String> text, Consumer<WorkloadDraft> change) {
    Step(String to, Consumer<WorkloadDraft> change) {
      this(() -> to, change);
    }

    String to() {
      return text.get();
    }
  }

  /** What this workload could ask less of; empty when its policies allow it no zone at all. */
  static RelaxableRequirements of(Estate estate, Workload workload) {
    List<Zone> zones = zonesWithinPolicies(estate, workload);
    Collecting items = new Collecting();
    if (!zones.isEmpty()) {
      replicas(workload, items);
      placement(workload, items);
      spread(workload, zones, items);
      tolerate(workload, items);
      replication(estate, workload, zones, items);
      RelaxableResidency.collect(estate, workload, zones, items);
    }
    return items.relaxable();
  }

  /** Zones in service that no rule of a policy excludes: no other can be gained. */
  private static List<Zone> zonesWithinPolicies(Estate estate, Workload workload) {
    return estate.zones().stream()
        .filter(z -> z.state() == ZoneState.Active)
        .filter(
            z ->
                workload.rules().stream()
                    .filter(r -> r.policy() != null)
                    .noneMatch(r -> r.evaluate(workload, z, estate).excludes()))
        .toList();
  }

  private static void replicas(Workload w, Collecting items) {
    List<Step> steps = new ArrayList<>();
    for (int n = w.replicas() - 1; n >= 1; n--) {
      int fewer = n;
      if (!w.quorum() || fewer % 2 == 1) {
        steps.add(new Step(String.valueOf(fewer), d -> d.replicas = fewer));
      }
    }
    items.add(Group.Replicas, "spec.replicas", w.replicas(), steps);
  }

  private static void placement(Workload w, Collecting items) {
    Integer max = w.perZoneMax();
    if (max != null) {
      items.add(
          Group.Placement,
          "spec.placement.perZone.max",
          max,
          up(max, w.replicas(), (d, to) -> d.perZoneMax = to));
    }
    items.add(
        Group.Placement,
        "spec.placement.perZone.min",
        w.perZoneMin(),
        down(w.perZoneMin(), 0, (d, to) -> d.perZoneMin = to));
    if (!w.weights().isEmpty()) {
      String from =
          String.join(
              ", ",
              w.weights().entrySet().stream()
                  .map(e -> "{zone: " + e.getKey() + ", weight: " + e.getValue() + "}")
                  .toList());
      items.add(
          Group.Placement,
          "spec.placement.weights",
          "[" + from + "]",
          List.of(new Step("[]", d -> d.weights = new java.util.TreeMap<>())));
    }
    relations("affinity", w.affinity(), d -> d.affinity, items);
    relations("antiAffinity", w.antiAffinity(), d -> d.antiAffinity, items);
  }

  private static void relations(
      String field,
      List<Workload.Affinity> all,
      java.util.function.Function<WorkloadDraft, List<Workload.Affinity>> of,
      Collecting items) {
    for (int i = 0; i < all.size(); i++) {
      Workload.Affinity a = all.get(i);
      int at = i;
      if (a.required()) {
        boolean once = all.stream().filter(b -> b.with().equals(a.with())).count() == 1;
        String key = once ? a.with() : a.with() + "/" + a.topology().name();
        items.add(
            Group.Placement,
            "spec.placement." + field + "[" + key + "].required",
            "true",
            List.of(
                new Step(
                    "false",
                    d ->
                        of.apply(d)
                            .set(at, new Workload.Affinity(a.with(), a.topology(), false)))));
      }
    }
  }

  private static void spread(Workload w, List<Zone> zones, Collecting items) {
    for (int i = 0; i < w.spread().size(); i++) {
      Workload.Spread s = w.spread().get(i);
      int at = i;
      if (!s.hard()) {
        continue;
      }
      long same = w.spread().stream().filter(b -> b.over().equals(s.over())).count();
      String entry = "spec.resilience.spread[" + (same == 1 ? s.over().name() : i) + "]";
      items.field(
          entry,
          "min",
          s.min(),
          down(
              s.min(),
              1,
              (d, to) -> {
                Workload.Spread b = d.spread.get(at);
                d.spread.set(at, new Workload.Spread(b.over(), to, b.max(), b.maxSkew(), true));
              }));
      Integer max = s.max();
      if (max != null) {
        int domains = (int) zones.stream().map(z -> domain(z, s.over())).distinct().count();
        items.field(
            entry,
            "max",
            max,
            up(
                max,
                Math.min(domains, w.replicas()),
                (d, to) -> {
                  Workload.Spread b = d.spread.get(at);
                  d.spread.set(at, new Workload.Spread(b.over(), b.min(), to, b.maxSkew(), true));
                }));
      }
      items.field(
          entry,
          "maxSkew",
          s.maxSkew(),
          up(
              s.maxSkew(),
              w.replicas(),
              (d, to) -> {
                Workload.Spread b = d.spread.get(at);
                d.spread.set(at, new Workload.Spread(b.over(), b.min(), b.max(), to, true));
              }));
      items.softens(
          entry,
          d -> {
            Workload.Spread b = d.spread.get(at);
            d.spread.set(at, new Workload.Spread(b.over(), b.min(), b.max(), b.maxSkew(), false));
          });
    }
  }

  private static String domain(Zone zone, Scope over) {
    return over.equals(Scope.SITE)
        ? zone.site()
        : over.equals(Scope.REGION)
            ? zone.region()
            : over.equals(Scope.PROVIDER) ? zone.provider() : zone.name();
  }

  private static void tolerate(Workload w, Collecting items) {
    for (int i = 0; i < w.tolerate().size(); i++) {
      Workload.Tolerate t = w.tolerate().get(i);
      int at = i;
      if (!t.hard()) {
        continue;
      }
      long same = w.tolerate().stream().filter(b -> b.of().equals(t.of())).count();
      String entry = "spec.resilience.tolerate[" + (same == 1 ? t.of().name() : i) + "]";
      items.field(
          entry,
          "keep",
          t.keep(),
          down(
              t.keep(),
              0,
              (d, to) -> {
                Workload.Tolerate b = d.tolerate.get(at);
                d.tolerate.set(at, new Workload.Tolerate(b.of(), to, b.recover(), b.copy(), true));
              }));
      List<Step> less =
          Stream.of(Workload.Recover.values())
              .filter(r -> r.compareTo(t.recover()) > 0)
              .map(
                  r ->
                      new Step(
                          r.name(),
                          d -> {
                            Workload.Tolerate b = d.tolerate.get(at);
                            d.tolerate.set(
                                at, new Workload.Tolerate(b.of(), b.keep(), r, b.copy(), true));
                          }))
              .toList();
      items.add(
          new Item(Group.Resilience, entry + ".recover", t.recover().name(), less, entry, false));
      items.softens(
          entry,
          d -> {
            Workload.Tolerate b = d.tolerate.get(at);
            d.tolerate.set(
                at, new Workload.Tolerate(b.of(), b.keep(), b.recover(), b.copy(), false));
          });
    }
    if (w.quorum()) {
      items.add(
          Group.Resilience,
          "spec.resilience.quorum",
          "true",
          List.of(new Step("false", d -> d.quorum = false)));
    }
  }

  /** Bounds are tried at the round trips and distances that there are. */
  private static void replication(Estate estate, Workload w, List<Zone> zones, Collecting items) {
    Workload.Replication replication = w.replication();
    if (replication == null) {
      return;
    }
    Long trip = replication.maxRoundTripMicros();
    if (trip != null) {
      List<Step> steps =
          pairs(zones, (a, b) -> Geography.roundTripMicros(estate, a, b))
              .map(micros -> (micros + 99) / 100 * 100)
              .filter(micros -> micros > trip)
              .distinct()
              .sorted()
              .map(micros -> new Step(millis(micros), d -> d.replication = bounds(d, micros, null)))
              .toList();
      items.add(Group.Resilience, "spec.resilience.replication.maxRoundTrip", millis(trip), steps);
    }
    Long distance = replication.minDistanceMetres();
    if (distance != null) {
      List<Step> steps =
          pairs(zones, Geography::metres)
              .map(metres -> metres / 1000 * 1000)
              .filter(metres -> metres < distance)
              .distinct()
              .sorted(Comparator.reverseOrder())
              .map(
                  metres ->
                      new Step(
                          String.valueOf(metres / 1000),
                          d -> d.replication = bounds(d, null, metres)))
              .toList();
      items.add(
          Group.Resilience, "spec.resilience.replication.minDistanceKm", distance / 1000, steps);
    }
  }

  private static Workload.Replication bounds(
      WorkloadDraft draft, @Nullable Long micros, @Nullable Long metres) {
    Workload.Replication now = draft.replication;
    return new Workload.Replication(
        micros != null || now == null ? micros : now.maxRoundTripMicros(),
        metres != null || now == null ? metres : now.minDistanceMetres());
  }

  private static Stream<Long> pairs(
      List<Zone> zones, java.util.function.BiFunction<Zone, Zone, @Nullable Long> measure) {
    List<Long> known = new ArrayList<>();
    for (int a = 0; a < zones.size(); a++) {
      for (int b = a + 1; b < zones.size(); b++) {
        Long value = measure.apply(zones.get(a), zones.get(b));
        if (value != null) {
          known.add(value);
        }
      }
    }
    return known.stream();
  }

  /** {@code 2ms}, {@code 1.5ms}. */
  private static String millis(long micros) {
    return java.math.BigDecimal.valueOf(micros, 3).stripTrailingZeros().toPlainString() + "ms";
  }

  private interface Put {
    void into(WorkloadDraft draft, int value);
  }

  private static List<Step> down(int from, int least, Put put) {
    List<Step> steps = new ArrayList<>();
    for (int n = from - 1; n >= least; n--) {
      int to = n;
      steps.add(new Step(String.valueOf(to), d -> put.into(d, to)));
    }
    return steps;
  }

  private static List<Step> up(int from, int most, Put put) {
    List<Step> steps = new ArrayList<>();
    for (int n = from + 1; n <= most; n++) {
      int to = n;
      steps.add(new Step(String.valueOf(to), d -> put.into(d, to)));
    }
    return steps;
  }

  /** Gathers items and sorts them. */
  static final class Collecting {
    private final List<Item> items = new ArrayList<>();

    void add(Group group, String path, Object from, List<Step> steps) {
      add(new Item(group, path, String.valueOf(from), steps, "", false));
    }

    void field(String entry, String name, Object from, List<Step> steps) {
      String path = entry + "." + name;
      add(new Item(Group.Resilience, path, String.valueOf(from), steps, entry, false));
    }

    void softens(String entry, Consumer<WorkloadDraft> change) {
      String path = entry + ".whenUnsatisfiable";
      List<Step> steps = List.of(new Step("PlaceAnyway", change));
      add(new Item(Group.Resilience, path, "DoNotPlace", steps, entry, true));
    }

    void add(Item item) {
      if (!item.steps().isEmpty()) {
        items.add(item);
      }
    }

    RelaxableRequirements relaxable() {
      items.sort(Comparator.comparing(Item::group).thenComparing(Item::path));
      return new RelaxableRequirements(items);
    }
  }
}
