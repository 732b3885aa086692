package cloud.bleu.placement.diagnosis;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * The zones in service that have room for a workload now, and that rules alone exclude: what would
 * take its replicas if somebody changed a policy, a fact or the residency that it asks for. Of
 * these the nearest ones, which the fewest statements exclude.
 *
 * @param compiled the workload
 * @param zones in the order of the estate
 * @param room replicas that fit in all of them together
 */
record RuledOutZones(CompiledWorkload compiled, List<Zone> zones, long room) {

  RuledOutZones {
    zones = List.copyOf(zones);
  }

  private record Candidate(Zone zone, int fits, int statements) {}

  /**
   * The zones that would help if they were allowed.
   *
   * @param fit by zone, how many replicas have room in it; asked of no other zone than these
   * @param wanted how many replicas they are to have room for; as many as there are where that is
   *     fewer
   */
  static RuledOutZones of(
      PlanState planState, CompiledWorkload compiled, IntUnaryOperator fit, long wanted) {
    List<Candidate> candidates = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      Zone zone = planState.topology.zone(z);
      boolean ruledOut =
          compiled.allowed.breached[z]
              && zone.state() == ZoneState.Active
              && planState.topology.inService(z)
              && !compiled.outgrew(z)
              && compiled.hasWeight(z)
              && RelatedZones.admits(planState, compiled, z);
      int fits = ruledOut ? fit.applyAsInt(z) : 0;
      if (fits > 0) {
        int statements = ZoneDiagnosis.grounds(compiled, Set.of(zone.name())).size();
        candidates.add(new Candidate(zone, fits, statements));
      }
    }
    long room = 0;
    int most = 0;
    for (Candidate next :
        candidates.stream().sorted(Comparator.comparingInt(Candidate::statements)).toList()) {
      if (room >= wanted && next.statements() > most) {
        break;
      }
      most = next.statements();
      room += next.fits();
    }
    int nearest = most;
    return new RuledOutZones(
        compiled,
        candidates.stream().filter(c -> c.statements() <= nearest).map(Candidate::zone).toList(),
        room);
  }

  /** Why no place was found, with these and what excludes them. */
  private Message why(Message why) {
    TreeSet<String> names = new TreeSet<>();
    zones.forEach(zone -> names.add(zone.name()));
    return Message.of(
        "why.ruledOut",
        "why",
        why,
        "zones",
        NameList.first(zones.stream().map(Zone::name).toList()),
        "grounds",
        NameList.first(ZoneDiagnosis.grounds(compiled, names)));
  }

  /** The finding that rules, and not the room alone, leave replicas without a zone. */
  Message bindingRoom(Message why) {
    return why(why).advising(Message.of("do.admitOrAdd"));
  }

  /** A reason why no place was found elsewhere, with these; as it is where there are none. */
  Decision.Reason leftOutOf(Decision.Reason reason) {
    if (zones.isEmpty()) {
      return reason;
    }
    Message next = Message.of("do.orAdmit", "next", reason.finding().next());
    return new Decision.Reason(
        reason.code(), why(reason.finding().fact()).advising(next), reason.canPassByItself());
  }
}
