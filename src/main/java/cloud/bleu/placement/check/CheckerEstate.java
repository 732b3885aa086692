package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of an estate by number: first its zones in order, then the names of zones that are
 * gone but in which something still runs.
 */
final class CheckerEstate {
  final Estate estate;

  /** Zones that exist. */
  final int zones;

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Scope, Partition> partitions = new HashMap<>();
  private final Map<Quantities, int[]> slots = new HashMap<>();
  private final Map<List<String>, Long> measured = new HashMap<>();
  private final Long[][] metres;
  private final Quantities[] empty;
  private final Quantities[] usable;
  private final Map<Quantities, boolean[]> hosting = new HashMap<>();
  private final boolean inDoubt;
  private final boolean incident;
  private final CheckerRules rules = new CheckerRules(this);
  private @Nullable CheckerOverrun overrun;

  /**
   * Of an estate.
   *
   * @param placements whose zones are places
   * @param decisions whose zones are places
   */
  CheckerEstate(Estate estate, List<Placement> placements, List<Decision> decisions) {
    this.estate = estate;
    zones = estate.zones().size();
    estate.zones().forEach(z -> number(z.name()));
    for (Placement p : placements) {
      p.assignments().forEach(a -> number(a.zone()));
      p.volumes().keySet().forEach(this::number);
    }
    estate.workloads().forEach(w -> w.formerVolumes().keySet().forEach(this::number));
    for (Decision d : decisions) {
      d.assignments().forEach(a -> number(a.zone()));
      d.moves().forEach(m -> number(m.from()));
      d.moves().forEach(m -> number(m.to()));
    }
    metres = new Long[zones][zones];
    empty = new Quantities[zones];
    usable = new Quantities[zones];
    for (int z = 0; z < zones; z++) {
      empty[z] = zone(z).capacity().whole().usable();
      usable[z] = zone(z).state() == ZoneState.Lost ? Quantities.NONE : zone(z).capacity().usable();
    }
    inDoubt = CheckerView.inDoubt(estate);
    incident = CheckerView.incident(estate);
    for (Estate.RoundTrip r : estate.roundTrips()) {
      measured.putIfAbsent(pair(r.from(), r.to()), r.micros());
    }
  }

  /** Whether a zone is Active, and neither without nodes that answer nor without a way there. */
  boolean inService(int zone) {
    Zone z = zone(zone);
    return z.state() == ZoneState.Active && z.unhealthySince() == null && !z.isClosed();
  }

  /** Whether nothing may be concluded from silence. */
  boolean inDoubt() {
    return inDoubt;
  }

  /** Whether the loss of any zone is reported or seen, wherever it is. */
  boolean incident() {
    return incident;
  }

  /**
   * Whether what ran in a zone before this decision asks for more than the zone has now, so that
   * who asks for so much may leave it.
   */
  boolean overrunBefore(int zone, Quantities one) {
    CheckerOverrun known = overrun == null ? new CheckerOverrun(this) : overrun;
    overrun = known;
    return known.of(zone, one);
  }

  /** Values of one scope: which zones each takes with it. */
  record Partition(
      int[] valueOf, List<String> values, List<BitSet> members, Map<String, Integer> numbers) {}

  /** What the rules answer about zones that nothing is done with. */
  CheckerRules rules() {
    return rules;
  }

  /** Number of places, those that are gone included. */
  int places() {
    return names.size();
  }

  String name(int place) {
    return names.get(place);
  }

  Zone zone(int number) {
    return estate.zones().get(number);
  }

  boolean exists(int place) {
    return place < zones;
  }

  /** The number of a place, -1 when neither the estate nor the plan has it. */
  int find(String name) {
    return numbers.getOrDefault(name, -1);
  }

  /** By zone, over all zones of the estate; -1 for a zone that is in no domain. */
  Partition partition(Scope scope) {
    return partitions.computeIfAbsent(scope, this::divide);
  }

  /** The zones that the event takes; empty when it takes none. */
  BitSet zonesOf(Contingency.Event event) {
    Partition p = partition(event.scope());
    Integer value = p.numbers.get(event.value());
    return value == null ? new BitSet() : p.members.get(value);
  }

  String write(BitSet set) {
    StringBuilder text = new StringBuilder("{");
    for (int z = set.nextSetBit(0); z >= 0; z = set.nextSetBit(z + 1)) {
      text.append(text.length() > 1 ? ", " : "").append(name(z));
    }
    return text.append('}').toString();
  }

  /** Usable room, nothing in a zone that is lost. */
  Quantities usable(int zone) {
    return usable[zone];
  }

  int slots(int zone, Quantities shape) {
    int[] known =
        slots.computeIfAbsent(
            shape,
            s -> {
              int[] empty = new int[zones];
              java.util.Arrays.fill(empty, -1);
              return empty;
            });
    if (known[zone] < 0) {
      known[zone] = zone(zone).state() == ZoneState.Lost ? 0 : zone(zone).capacity().slots(shape);
    }
    return known[zone];
  }

  /** By zone, whether one replica would fit if the zone were empty, whatever its state. */
  boolean[] hosting(Quantities request) {
    return hosting.computeIfAbsent(
        request,
        shape -> {
          boolean[] hosts = new boolean[zones];
          for (int z = 0; z < zones; z++) {
            hosts[z] = hostsOne(zone(z).capacity().whole(), empty[z], shape);
          }
          return hosts;
        });
  }

  /**
   * Whether one replica fits a zone that is empty: its totals, and some node of it.
   *
   * @param usable the totals of the capacity, less what is kept free of them
   */
  static boolean hostsOne(Capacity capacity, Quantities usable, Quantities request) {
    for (Map.Entry<String, Long> e : request.amounts().entrySet()) {
      if (e.getValue() > usable.get(e.getKey())) {
        return false;
      }
    }
    return capacity.fits(request);
  }

  /** Great-circle metres, null when a place is not known. */
  @Nullable Long metres(int a, int b) {
    if (a >= zones || b >= zones) {
      return null;
    }
    if (metres[a][b] == null) {
      Long d = CheckerGeography.metres(zone(a), zone(b));
      metres[a][b] = d == null ? -1L : d;
    }
    return metres[a][b] < 0 ? null : metres[a][b];
  }

  /** Microseconds there and back, null when not known. */
  @Nullable Long roundTrip(int a, int b) {
    if (a == b) {
      return 0L;
    }
    Long known = measured.get(pair(name(a), name(b)));
    if (known != null) {
      return known;
    }
    Long distance = metres(a, b);
    return distance == null ? null : (Long) CheckerGeography.roundTripMicros(distance);
  }

  /** Whether the round trip is known and within the bound. */
  boolean within(int a, int b, long boundMicros) {
    Long micros = roundTrip(a, b);
    return micros != null && micros <= boundMicros;
  }

  private static List<String> pair(String a, String b) {
    return a.compareTo(b) <= 0 ? List.of(a, b) : List.of(b, a);
  }

  private void number(String name) {
    if (numbers.putIfAbsent(name, names.size()) == null) {
      names.add(name);
    }
  }

  private Partition divide(Scope scope) {
    Map<String, Integer> index = new HashMap<>();
    List<String> values = new ArrayList<>();
    List<BitSet> members = new ArrayList<>();
    int[] of = new int[zones];
    for (int z = 0; z < zones; z++) {
      String value = value(scope, zone(z));
      if (value == null) {
        of[z] = -1;
        continue;
      }
      Integer number = index.get(value);
      if (number == null) {
        number = values.size();
        index.put(value, number);
        values.add(value);
        members.add(new BitSet());
      }
      of[z] = number;
      members.get(number).set(z);
    }
    return new Partition(of, values, members, index);
  }

  private static @Nullable String value(Scope scope, Zone zone) {
    if (scope.isHazard()) {
      String value = zone.failureDomains().getOrDefault(scope.key(), "?");
      return value.equals(Zone.NOT_EXPOSED) ? null : value;
    }
    return switch (scope.name()) {
      case "Zone" -> zone.name();
      case "Site" -> zone.site();
      case "Region" -> zone.region();
      case "Provider" -> zone.provider();
      default -> null;
    };
  }
}
