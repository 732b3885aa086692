package cloud.bleu.placement.constraint;

import cloud.bleu.placement.constraint.EmptyZones.Held;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the zones of a workload hold when nothing else runs there: the reason of a refusal where
 * even that is too little. No reason names what others use, as it changes with each of their pods.
 */
public final class EmptyRoom {
  private final PlacementTrial trial;
  private final CompiledWorkload compiled;
  private final EmptyZones empty;
  private final int wanted;

  private EmptyRoom(PlacementTrial trial, int wanted) {
    this.trial = trial;
    this.compiled = trial.compiled();
    this.empty = new EmptyZones(trial, wanted);
    this.wanted = wanted;
  }

  /**
   * Of the zones of a trial.
   *
   * @param trial as it starts, with what is fixed alone
   * @param wanted replicas that ask for a zone, what is fixed included
   */
  public static EmptyRoom of(PlacementTrial trial, int wanted) {
    return new EmptyRoom(trial, wanted);
  }

  /** How many all zones hold; null where that is enough. */
  public @Nullable Message inAll() {
    List<Held> zones = empty.inUse(z -> true);
    return EmptyZones.sum(zones) >= wanted ? null : told("room.zones", null, wanted, zones, true);
  }

  /**
   * How many are held outside of the loss that leaves most of what is asked without room; null
   * where each leaves enough.
   */
  @Nullable Message besideLosses() {
    Message worst = null;
    long most = 0;
    for (ProtectedEvent event : compiled.protectedEvents.list) {
      int keep = trial.keep(event);
      List<Held> before = empty.inUse(z -> !event.holds(z));
      if (keep - EmptyZones.sum(before) > most) {
        most = keep - EmptyZones.sum(before);
        worst = told("room.outside", event, keep, before, true);
      }
      boolean[] used = used(event, keep);
      List<Held> after = new ArrayList<>();
      for (int z = 0; z < trial.planState.topology.known; z++) {
        if (!event.holds(z) && (compiled.allowed.open[z] || used[z])) {
          after.add(empty.held(z, compiled.allowed.open[z], used[z]));
        }
      }
      if (trial.asksRecovery(event) && wanted - EmptyZones.sum(after) > most) {
        most = wanted - EmptyZones.sum(after);
        worst = told("room.afterLoss", event, wanted, after, keep > 0);
      }
    }
    return worst;
  }

  /** How many the domains of one entry hold that is within no others; null where it is enough. */
  @Nullable Message inDomains() {
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      List<Held> domains = trial.asks(limit) ? domains(limit) : List.of();
      if (!domains.isEmpty() && most(i, domains) < wanted) {
        domains.sort(Comparator.comparingInt(Held::replicas));
        return told("room.spread", null, wanted, domains, true);
      }
    }
    return null;
  }

  /** By number of the domain; empty where a zone lies in none, which bounds nothing. */
  private List<Held> domains(SpreadLimit limit) {
    int[] replicas = new int[limit.domains.count()];
    List<TreeSet<String>> resources = new ArrayList<>();
    Arrays.stream(replicas).forEach(d -> resources.add(new TreeSet<>()));
    for (int z = 0; z < trial.planState.topology.known; z++) {
      if (empty.takes(z)) {
        Held zone = empty.held(z, trial.may[z], true);
        int domain = limit.domains.of(z);
        if (domain < 0) {
          return List.of();
        }
        replicas[domain] = (int) Math.min(wanted, (long) replicas[domain] + zone.replicas());
        resources.get(domain).add(zone.resource() == null ? "" : zone.resource());
      }
    }
    List<Held> domains = new ArrayList<>();
    for (int d = 0; d < replicas.length; d++) {
      domains.add(new Held(limit.domains.values[d], replicas[d], only(resources.get(d))));
    }
    return domains;
  }

  /** No more than so many can be spread as one entry asks, whatever the others ask. */
  private long most(int entry, List<Held> domains) {
    SpreadLimit limit = compiled.spreads[entry];
    SpreadLimit.Basis basis = compiled.basis(entry, trial.fixed);
    Integer max = limit.max;
    if (max == null && compiled.spreads.length == 1) {
      int floor = basis.eligible() < limit.min ? 0 : wanted;
      for (int d : basis.serving()) {
        floor = Math.min(floor, domains.get(d).replicas());
      }
      return sum(domains, basis.inService() == 0 ? 0 : floor, limit.maxSkew) + trial.fixedTotal();
    }
    // Which domains are used is open: those that hold most are best, and the least of them bounds.
    List<Held> larger = new ArrayList<>(domains);
    larger.sort(Comparator.comparingInt(Held::replicas).reversed());
    int fewest = trial.fixedTotal() > 0 ? 1 : Math.max(1, limit.required(wanted, basis));
    int number = max == null || trial.fixedTotal() > 0 ? larger.size() : max;
    long most = 0;
    for (int used = fewest; used <= Math.min(number, larger.size()); used++) {
      int floor = larger.get(used - 1).replicas();
      most = Math.max(most, sum(larger.subList(0, used), floor, limit.maxSkew));
    }
    return most + trial.fixedTotal();
  }

  private static long sum(List<Held> domains, int floor, int skew) {
    return domains.stream().mapToLong(d -> Math.min(d.replicas(), (long) floor + skew)).sum();
  }

  /** The fewest zones outside of a loss that hold what it leaves, with those that are in use. */
  private boolean[] used(ProtectedEvent event, int keep) {
    boolean[] used = new boolean[trial.fixed.length];
    List<Integer> larger = new ArrayList<>();
    for (int z = 0; z < trial.planState.topology.known; z++) {
      used[z] = trial.fixed[z] > 0;
      if (!event.holds(z) && empty.takes(z)) {
        larger.add(z);
      }
    }
    larger.sort(Comparator.comparingInt(z -> -empty.held(z, trial.may[z], true).replicas()));
    int left = keep;
    for (int z : larger) {
      used[z] |= left > 0;
      left -= empty.held(z, trial.may[z], true).replicas();
    }
    return used;
  }

  private Message told(
      String key, @Nullable ProtectedEvent event, int of, List<Held> held, boolean anyInUse) {
    List<Message> zones = new ArrayList<>();
    TreeSet<String> scarce = new TreeSet<>();
    for (Held each : held) {
      zones.add(each.told());
      if (each.replicas() < wanted) {
        scarce.add(each.resource() == null ? "" : each.resource());
      }
    }
    List<Object> facts = new ArrayList<>();
    if (event != null) {
      facts.addAll(List.of("event", Shortfalls.event(event.event)));
    }
    if (!key.equals("room.spread")) {
      facts.addAll(List.of("room", EmptyZones.sum(held)));
    }
    facts.addAll(List.of("wanted", of, "rollout", anyInUse && compiled.workload.surges()));
    if (!zones.isEmpty()) {
      facts.add("holds");
      facts.add(Message.of("room.holds", "resource", only(scarce), "zones", NameList.first(zones)));
    }
    return Message.of(key, facts.toArray());
  }

  /** The one resource that bounds all of them, null where it is more than one or none. */
  private static @Nullable String only(TreeSet<String> resources) {
    return resources.size() == 1 && !resources.first().isEmpty() ? resources.first() : null;
  }
}
