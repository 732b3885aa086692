package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How the zones of two snapshots differ, compared once. */
final class ZoneDifference {

  private static final Capacity NOT_COMPARED =
      new Capacity.Declared(Quantities.NONE, Quantities.NONE, 100);

  private final Set<String> changed = new HashSet<>();
  private final Set<String> room = new HashSet<>();
  private boolean stated;
  private boolean watched;

  ZoneDifference(Snapshot before, Snapshot now) {
    Map<String, Zone> a = byName(before);
    Map<String, Zone> b = byName(now);
    Set<String> names = new TreeSet<>(a.keySet());
    names.addAll(b.keySet());
    for (String name : names) {
      Zone was = a.get(name);
      Zone is = b.get(name);
      ObjectRef object = new ObjectRef("AvailabilityZone", null, name);
      boolean edited = !Objects.equals(before.facts().get(object), now.facts().get(object));
      if (was == null || is == null) {
        stated = true;
        changed.add(name);
      } else if (edited || !was.equals(is)) {
        compare(was, is, edited);
      }
    }
    LossBudget lossesBefore = before.estate().lossBudget();
    LossBudget losses = now.estate().lossBudget();
    if (!Objects.equals(lossesBefore, losses)) {
      concerned(lossesBefore);
      concerned(losses);
    }
  }

  /** What a zone that waits says names those that were taken. */
  private void concerned(@Nullable LossBudget budget) {
    if (budget != null) {
      budget.taken().forEach(one -> changed.add(one.zone()));
      budget.waiting().forEach(one -> changed.add(one.zone()));
    }
  }

  private void compare(Zone was, Zone is, boolean edited) {
    stated |= !facts(was).equals(facts(is));
    watched |= isWatched(was) != isWatched(is);
    if (edited
        || was.state() != is.state()
        || !Objects.equals(was.stateSince(), is.stateSince())
        || !was.health().equals(is.health())
        || !Objects.equals(was.drill(), is.drill())
        || !was.delivery().equals(is.delivery())
        || nodesSeen(was) != nodesSeen(is)) {
      changed.add(is.name());
    }
    if (!was.capacity().equals(is.capacity())) {
      room.add(is.name());
    }
  }

  /** Whether what is stated of any zone differs, or another zone is there. */
  boolean stated() {
    return stated;
  }

  /** Whether the silence of any zone means something that did not before, or nothing any more. */
  boolean watched() {
    return watched;
  }

  private static boolean isWatched(Zone zone) {
    return zone.health().observed() && zone.state() != ZoneState.Lost;
  }

  /** The zones that came, went, were edited, or whose state or health is another one. */
  Set<String> changed() {
    return changed;
  }

  /** The zones that have another capacity. */
  Set<String> room() {
    return room;
  }

  /** A zone without what changes by itself: only rules on health and state read that. */
  private static Zone facts(Zone zone) {
    return zone.withHealth(ZoneState.Active, null, Health.NOT_OBSERVED)
        .withCapacity(NOT_COMPARED)
        .withDelivery(new Zone.Delivery(zone.delivery().way(), null));
  }

  private static boolean nodesSeen(Zone zone) {
    return zone.capacity().whole() instanceof Capacity.Measured measured
        && !measured.nodes().isEmpty();
  }

  private static Map<String, Zone> byName(Snapshot snapshot) {
    Map<String, Zone> zones = new HashMap<>();
    snapshot.estate().zones().forEach(z -> zones.put(z.name(), z));
    return zones;
  }
}
