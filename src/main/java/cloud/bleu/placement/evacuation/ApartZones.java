package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Zones of which none takes over from another one if that can be avoided, as a larger loss takes
 * them together. Which zones these are is derived from the losses themselves.
 */
final class ApartZones {

  /**
   * One set of them.
   *
   * @param loss that takes them together
   * @param from those whose replicas go to the others last
   * @param taken all that the loss takes
   * @param idle targets in which nothing runs and to which none of them goes
   */
  record Together(Contingency.Event loss, Set<String> from, Set<String> taken, Set<String> idle) {

    /** Targets that they use last. */
    Set<String> last() {
      Set<String> last = new TreeSet<>(taken);
      last.addAll(idle);
      return last;
    }
  }

  static final ApartZones NONE = new ApartZones(List.of());

  private final List<Together> sets;

  private ApartZones(List<Together> sets) {
    this.sets = List.copyOf(sets);
  }

  /** For each zone those of the largest loss around it to which none of its replicas goes. */
  static ApartZones of(List<Contingency> losses) {
    List<Together> largestFirst =
        losses.stream()
            .map(
                loss ->
                    new Together(loss.event(), new TreeSet<>(), OrderedLosses.lost(loss), Set.of()))
            .filter(set -> set.taken.size() > 1)
            .sorted(Comparator.comparing(set -> -set.taken.size()))
            .toList();
    for (Contingency loss : losses) {
      if (loss.event().scope().equals(Scope.ZONE)) {
        largestFirst.stream()
            .filter(set -> isApart(loss, set.taken))
            .findFirst()
            .ifPresent(set -> set.from.add(loss.event().value()));
      }
    }
    return new ApartZones(largestFirst.stream().filter(set -> !set.from.isEmpty()).toList());
  }

  private static boolean isApart(Contingency ofZone, Set<String> taken) {
    return taken.contains(ofZone.event().value())
        && ofZone.moves().stream().noneMatch(move -> taken.contains(move.to()));
  }

  /** A copy in which each set has the idle targets that none of its zones goes to. */
  ApartZones withIdle(List<Contingency> losses, Collection<String> inUse) {
    Map<String, Set<String>> targets = new HashMap<>();
    Set<String> idle = new TreeSet<>();
    for (Contingency loss : losses) {
      for (Contingency.Move move : loss.moves()) {
        targets.computeIfAbsent(move.from(), zone -> new TreeSet<>()).add(move.to());
        idle.add(move.to());
      }
    }
    idle.removeAll(inUse);
    List<Together> with = new ArrayList<>();
    for (Together set : sets) {
      Set<String> unused = new TreeSet<>(idle);
      set.from.forEach(zone -> unused.removeAll(targets.getOrDefault(zone, Set.of())));
      with.add(new Together(set.loss, set.from, set.taken, unused));
    }
    return new ApartZones(with);
  }

  boolean isEmpty() {
    return sets.isEmpty();
  }

  /** By zone, the targets that it uses last. */
  Map<String, Set<String>> last() {
    Map<String, Set<String>> last = new HashMap<>();
    for (Together set : sets) {
      Set<String> targets = set.last();
      set.from.forEach(zone -> last.put(zone, targets));
    }
    return last;
  }

  /**
   * As a plan has them.
   *
   * @param taken what the losses take that the plan says it of: they stand for their zones
   */
  List<LossGroup.Apart> written(
      Map<Contingency.Event, Set<String>> taken, Collection<String> inUse) {
    List<LossGroup.Apart> written = new ArrayList<>();
    for (Together set : sets) {
      Set<String> last = set.last();
      Set<String> its = taken.getOrDefault(set.loss, Set.of());
      List<String> from = List.copyOf(set.from);
      if (its.isEmpty() || !last.containsAll(its)) {
        written.add(new LossGroup.Apart(from, List.copyOf(last)));
        continue;
      }
      List<String> name = List.of(set.loss.toString());
      boolean all = set.from.equals(running(its, inUse));
      last.removeAll(its);
      List<String> named = new ArrayList<>(name);
      named.addAll(last);
      written.add(
          new LossGroup.Apart(all ? name : from, all && last.isEmpty() ? List.of() : named));
    }
    return written;
  }

  private static Set<String> running(Set<String> zones, Collection<String> inUse) {
    Set<String> running = new TreeSet<>(zones);
    running.retainAll(inUse);
    return running;
  }
}
