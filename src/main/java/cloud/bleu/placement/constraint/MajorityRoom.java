package cloud.bleu.placement.constraint;

import cloud.bleu.placement.constraint.EmptyZones.Held;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What empty zones hold of a quorum, of which no loss may take more than so many. */
final class MajorityRoom {
  private final PlacementTrial trial;
  private final CompiledWorkload compiled;
  private final EmptyZones empty;
  private final int wanted;
  private final int most;

  /**
   * Of the zones of a trial.
   *
   * @param most members that one loss may take
   */
  MajorityRoom(PlacementTrial trial, int wanted, int most) {
    this.trial = trial;
    this.compiled = trial.compiled();
    this.empty = new EmptyZones(trial, wanted);
    this.wanted = wanted;
    this.most = most;
  }

  /**
   * How many are held, of the scope that leaves the fewest; null where each leaves enough, or
   * something runs already.
   */
  @Nullable Message message() {
    if (trial.fixedTotal() > 0) {
      return null;
    }
    Set<Scope> scopes = new LinkedHashSet<>(List.of(Scope.ZONE));
    for (ProtectedEvent event : compiled.protectedEvents.list) {
      scopes.add(event.event.scope());
    }
    Message worst = null;
    long least = wanted;
    for (Scope scope : scopes) {
      List<Held> held = by(scope);
      if (EmptyZones.sum(held) < least) {
        least = EmptyZones.sum(held);
        worst =
            Message.of(
                "room.apart",
                "scope",
                scope.name(),
                "room",
                least,
                "wanted",
                wanted,
                "holds",
                NameList.first(held.stream().map(Held::told).toList()),
                "rollout",
                compiled.workload.surges());
      }
    }
    return worst;
  }

  /** By domain of a scope, and by zone where that is in none. */
  private List<Held> by(Scope scope) {
    List<Held> held = new ArrayList<>();
    boolean[] inside = new boolean[trial.fixed.length];
    for (ProtectedEvent event : compiled.protectedEvents.list) {
      if (event.event.scope().equals(scope) && !event.exemptOfQuorum) {
        List<Held> zones = empty.inUse(event::holds);
        long replicas = zones.stream().mapToLong(zone -> Math.min(most, zone.replicas())).sum();
        if (!zones.isEmpty()) {
          held.add(new Held(event.event.value(), (int) Math.min(most, replicas), null));
        }
        for (int z = 0; z < inside.length; z++) {
          inside[z] |= event.holds(z);
        }
      }
    }
    for (Held zone : empty.inUse(z -> !inside[z])) {
      held.add(new Held(zone.name(), Math.min(most, zone.replicas()), null));
    }
    return held;
  }
}
